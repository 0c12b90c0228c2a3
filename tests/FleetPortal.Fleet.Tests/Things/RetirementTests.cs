using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Fleet.Tests.Things;

/// <summary>What is forgotten when a Thing is retired is a list: a slice adds to it, and the use case does not know the slice.</summary>
public sealed class RetirementTests
{
    [Fact]
    public async Task ASliceThatRegisters_ForgetsWithTheOthers_InTheTransactionAndAfterIt()
    {
        var slice = new AnotherSlice();
        await using var registry = await TestRegistry.CreateAsync(configure: slice.Register);
        await registry.EnrolAsync("pump-1");
        await registry.Get<RetireThing>().ExecuteAsync("pump-1", forget: true, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(["pump-1 with 0 active", "pump-1 is committed"], slice.Heard);
    }

    [Fact]
    public async Task AStepThatFails_TakesTheRetirementBack_AndNobodyForgets()
    {
        var slice = new AnotherSlice { Fails = true };
        await using var registry = await TestRegistry.CreateAsync(configure: slice.Register);
        var certificate = await registry.EnrolAsync("pump-1");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => registry.Get<RetireThing>().ExecuteAsync("pump-1", forget: false, TestRegistry.Administrator, CancellationToken.None));
        var thing = (await registry.FindAsync("pump-1"))!;
        Assert.Equal((null, CertificateStatus.Active, certificate.Id),
            (thing.RetiredAt, thing.Certificates[0].Status, thing.Certificates[0].Id));
        Assert.Empty(slice.Heard);
    }

    private sealed class AnotherSlice : IRetirementStep, IRetirementFollower
    {
        public List<string> Heard { get; } = [];

        public bool Fails { get; init; }

        public void Register(
            IServiceCollection services) => services.AddSingleton<IWriteStep>(this).AddSingleton<IRetirementFollower>(this);

        public void Retire(WriteScope scope, ThingRecord thing, Actor actor)
        {
            if (Fails)
            {
                throw new InvalidOperationException("the step fails");
            }

            var active = scope.Db.Set<CertificateRecord>().Count(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active);
            Heard.Add($"{thing.Name} with {active} active");
        }

        public Task ForgetAsync(string thingName)
        {
            Heard.Add($"{thingName} is committed");
            return Task.CompletedTask;
        }
    }
}
