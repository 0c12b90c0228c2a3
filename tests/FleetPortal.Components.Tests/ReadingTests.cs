using Bunit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Connections;
using FleetPortal.Slices.Overview;
using FleetPortal.Slices.Revocations;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using Xunit;
using ThingPage = FleetPortal.Slices.Things.ThingPage;

namespace FleetPortal.Components.Tests;

/// <summary>An open page costs SQL when something has changed, and not because time passes.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task AnOpenOverview_RunsNoSqlBetweenEvents()
    {
        await using var context = await PageContext.CreateAsync();
        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<OverviewPage>("");
        page.WaitForElement("h1");
        Assert.InRange(sql.Count, 5, 50);
        await AssertReadsOnlyOnEventsAsync(context, page, sql);
    }

    [Fact]
    public async Task AnOpenThing_RunsNoSqlBetweenItsOwnEvents()
    {
        await using var context = await PageContext.CreateAsync();
        foreach (var name in (string[])["pump-1", "pump-2"])
        {
            await context.Get<RegisterThing>()
                .ExecuteAsync(new RegisterThingRequest(name), PageContext.Administrator, CancellationToken.None);
        }

        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<ThingPage>("things/pump-1/attributes", p => p.Add(x => x.Name, "pump-1").Add(x => x.Tab, "attributes"));
        page.WaitForElement("nav.tabs");
        var opened = sql.Count;
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.CertificateChanged, "pump-2"));
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.AttemptRecorded, null));
        Tick(context, page, times: 20);
        Assert.Equal(opened, sql.Count);

        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.CertificateChanged, "pump-1"));
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.True(sql.Count > opened);
        });
    }

    [Fact]
    public async Task AnOpenListOfConnections_RunsNoSqlBetweenEvents()
    {
        await using var context = await PageContext.CreateAsync();
        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<ConnectionsPage>("connections");
        page.WaitForElement(".panel.empty");
        Tick(context, page, times: 100);
        Assert.Equal(0, sql.Count);
    }

    [Fact]
    public async Task AnOpenWave_RunsNoSqlBetweenItsEvents_AndCountsMessagesInMemory()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await SmallFleet.CreateAsync(context);
        await context.RunAsync("UPDATE Things SET Connected = 1");
        await context.Get<WaveRunner>().StepAsync(CancellationToken.None);
        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<WavePage>("", p => p.Add(x => x.Id, fleet.Wave));
        page.WaitForElement(".progress .flight");
        var opened = sql.Count;
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.ThingChanged, SmallFleet.Thing));
        Tick(context, page, times: 20);
        Assert.Equal(opened, sql.Count);

        context.Get<SequenceTracker>().Note(SmallFleet.Thing, """{"seq":7}"""u8);
        Tick(context, page, times: 1);
        Assert.Contains("of 1 from the 1 Thing of this wave", page.Markup, StringComparison.Ordinal);
        Assert.Equal(opened, sql.Count);

        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.WaveChanged, null));
        Tick(context, page, times: 1);
        Assert.True(sql.Count > opened);
    }

    [Fact]
    public async Task AnOpenBatch_RunsSqlOnItsEventsOnly_AndShowsWhatWasMeasured()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await SmallFleet.CreateAsync(context);
        using var sql = await SqlCounter.StartAsync(context);
        var page = context.Open<RevocationBatchPage>("", p => p.Add(x => x.Id, fleet.Batch));
        page.WaitForElement(".progress");
        var reading = sql.Count;
        var seen = page.RenderCount;
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.WaveChanged, null));
        context.Get<FleetEvents>().Emit(new FleetEvent(FleetEventKind.RevocationBatchChanged, null));
        context.Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForState(() => page.RenderCount > seen);
        Assert.Equal(2 * reading, sql.Count);

        await context.Get<RevocationBatchRunner>().StepAsync(CancellationToken.None);
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal("1 of 1 certificate revoked", page.Find("h1").TextContent);
            Assert.Contains("Effective everywhere after", page.Markup, StringComparison.Ordinal);
        });
    }

    private static async Task AssertReadsOnlyOnEventsAsync<TPage>(PageContext context, IRenderedComponent<TPage> page, SqlCounter sql)
        where TPage : IComponent
    {
        var opened = sql.Count;
        Tick(context, page, times: 20);
        Assert.Equal(opened, sql.Count);

        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-9"), PageContext.Administrator, CancellationToken.None);
        var registered = sql.Count;
        page.WaitForAssertion(() =>
        {
            context.Time.Advance(TimeSpan.FromMilliseconds(250));
            Assert.True(sql.Count >= registered + 5);
        });
    }

    // Each step is longer than the longest interval between two ticks; together they are shorter than the re-reading for expiries.
    private static void Tick<TPage>(PageContext context, IRenderedComponent<TPage> page, int times)
        where TPage : IComponent
    {
        for (var tick = 0; tick < times; tick++)
        {
            var seen = page.RenderCount;
            context.Time.Advance(TimeSpan.FromSeconds(2));
            page.WaitForState(() => page.RenderCount > seen);
        }
    }
}
