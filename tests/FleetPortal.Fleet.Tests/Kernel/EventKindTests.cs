using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Waves;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>An event says what has changed: pages that show certificates do not read again for a rotation, a wave or a batch.</summary>
public sealed class EventKindTests
{
    [Fact]
    public async Task ARotation_AWave_AndABatch_AreEventsOfTheirOwn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var second = await registry.EnrolAsync("pump-2");
        Assert.Equal([FleetEventKind.RotationChanged], await KindsAsync(
            registry, () => registry.StartRotationAsync("pump-1", null)));
        var wave = new StartWaveRequest(new WaveSelection());
        Assert.Equal([FleetEventKind.WaveChanged], await KindsAsync(
            registry, () => registry.StartWaveAsync(wave)));
        var batch = new RevocationBatchRequest(new CertificateSelection([second.Id], null), RevocationReason.Superseded);
        Assert.Equal([FleetEventKind.RevocationBatchChanged], await KindsAsync(
            registry, () => registry.StartBatchAsync(batch)));
    }

    [Fact]
    public void AJob_RunsInTheNameOfItsStarter_WithTheRoleThatItNeeds()
    {
        Assert.Equal((ActorKinds.Account, "Mara", Role.Operator, "1"), Parts(Actor.JobOf(ActorKinds.Account, "Mara", "1")));
        Assert.Equal((ActorKinds.System, "job", Role.Administrator, null), Parts(Actor.Job("job")));
        Assert.Equal((ActorKinds.Device, "pump-1", Role.Viewer, null), Parts(Actor.Device("pump-1")));
    }

    private static async Task<IReadOnlyList<FleetEventKind>> KindsAsync(TestRegistry registry, Func<Task> action)
    {
        var kinds = new List<FleetEventKind>();
        using var subscription = registry.Get<FleetEvents>().Subscribe(fleetEvent => kinds.Add(fleetEvent.Kind));
        await action();

        // Events leave after the answer, and before the next group of writes begins.
        await registry.Get<Registry>().WriteAsync(_ => 0, CancellationToken.None);
        return kinds;
    }

    private static (string Kind, string Name, Role Role, string? Id) Parts(Actor actor) => (actor.Kind, actor.Name, actor.Role, actor.Id);
}
