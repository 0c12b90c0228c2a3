using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>Reads with statements that are prepared once.</summary>
public sealed class PreparedReadsTests
{
    private const int AtOnce = 20;
    private const string Count = "SELECT COUNT(*) FROM Things WHERE Name = $1";

    [Fact]
    public async Task ARead_SeesWhatIsCommitted_SinceItsStatementWasPrepared()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Assert.Equal(0, registry.Get<Registry>().Read(statements => statements.Scalar<long>(Count, "pump-1")));
        await registry.RegisterAsync("pump-1");
        Assert.Equal(1, registry.Get<Registry>().Read(statements => statements.Scalar<long>(Count, "pump-1")));
    }

    [Fact]
    public async Task AfterAReadThatFails_TheNextOneHasAnotherConnection()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var failed = registry.Get<Registry>().Read(statements => statements);
        Assert.Throws<InvalidOperationException>(() => registry.Get<Registry>().Read<int>(_ => throw new InvalidOperationException()));
        Assert.NotSame(failed, registry.Get<Registry>().Read(statements => statements));
    }

    [Fact]
    public async Task ManyReadsAtOnce_KeepEightConnections()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var seen = await ReadAtOnceAsync(registry);
        Assert.Equal(AtOnce, seen.Distinct().Count());
        Assert.Equal(PreparedReads.MaxIdle, (await ReadAtOnceAsync(registry)).Intersect(seen).Count());
    }

    private static async Task<PreparedStatements[]> ReadAtOnceAsync(TestRegistry registry)
    {
        using var all = new Barrier(AtOnce);
        return await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Factory.StartNew(
            () => registry.Get<Registry>().Read(statements =>
            {
                all.SignalAndWait();
                return statements;
            }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }
}
