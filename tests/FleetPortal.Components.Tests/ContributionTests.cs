using Bunit;
using FleetPortal.Components.Layout;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices;
using FleetPortal.Slices.Overview;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The palette and the list <i>To do</i> are lists: a slice that registers a source appears in them, at its place.</summary>
public sealed class ContributionTests
{
    [Fact]
    public async Task ThePalette_AsksEverySource_InTheirOrder_AndPagesComeLast()
    {
        var extra = new Shelves(PaletteOrder.Things + 1);
        await using var context = await PageContext.CreateAsync(services => services.AddSingleton<IPaletteSource>(extra));
        var fleet = await MarkedFleet.CreateAsync(context);
        var hits = await FindAsync(context, MarkedFleet.Thing);
        Assert.Equal([MarkedFleet.Thing, "Shelf of 1"], hits.Take(2).Select(hit => hit.Title));
        Assert.Equal("things/" + MarkedFleet.Thing, hits[0].Address);

        // A certificate is found by its serial number; that of a Thing that was found by name is not said twice.
        var bySerial = await FindAsync(context, fleet.Certificate.SerialNumber);
        Assert.Contains(bySerial,
            hit => hit.Title == MarkedFleet.Thing && hit.Hint.StartsWith("by certificate ", StringComparison.Ordinal));
        Assert.Contains(await FindAsync(context, $"fleet/pump/{MarkedFleet.Thing}/state"),
            hit => hit.Address == $"things/{MarkedFleet.Thing}/topics");
        var byAddress = (await FindAsync(context, "203.0.113.77")).Select(hit => hit.Hint).ToList();
        Assert.Equal(["Shelf", "connected from 203.0.113.77"], byAddress.Take(2));
        Assert.StartsWith("last refused: ", byAddress[2], StringComparison.Ordinal);
        Assert.Contains(await FindAsync(context, "group-q"), hit => hit is { Title: "group-qzx", Hint: "group" });
        Assert.Contains(await FindAsync(context, "Issuing"), hit => hit.Hint == "authority");
        var audit = await FindAsync(context, "audit");
        Assert.Equal("page", audit[^1].Hint);
        Assert.Contains(audit, hit => hit is { Title: "Audit", Hint: "page" });
    }

    [Fact]
    public async Task ThePalette_LooksForAnUnknownDevice_OnlyWhereNothingElseIsFound()
    {
        await using var context =
            await PageContext.CreateAsync(services => services.AddSingleton<IPaletteSource>(new Shelves(PaletteOrder.Attempts + 1)));
        await MarkedFleet.CreateAsync(context);
        Assert.DoesNotContain(await FindAsync(context, MarkedFleet.Thing),
            hit => hit.Title.StartsWith("Attempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EverySourceOfThePalette_AsksForTheRight()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        var nobody = new Actor("account", "Nemo", (Role)(-1));
        string[] texts = [MarkedFleet.Thing,
            fleet.Certificate.SerialNumber, $"fleet/pump/{MarkedFleet.Thing}/state", "203.0.113.77", "group-q", "Issuing"];
        var sources = context.Get<IEnumerable<IPaletteSource>>().ToList();
        Assert.InRange(sources.Count, 7, 100);
        foreach (var source in sources)
        {
            var refused = 0;
            foreach (var text in texts)
            {
                try
                {
                    Assert.Empty(await source.FindAsync(new PaletteQuery(text, nobody, []), Xunit.TestContext.Current.CancellationToken));
                }
                catch (FleetError e)
                {
                    Assert.Equal(FleetErrorKind.Forbidden, e.Kind);
                    refused++;
                }
            }

            Assert.True(refused > 0, $"{source.GetType().Name} never asks for the right.");
        }
    }

    [Fact]
    public async Task TheOverview_ShowsTheEntriesOfEverySource_AtTheirPlaces()
    {
        await using var context = await PageContext.CreateAsync(services => services
            .AddSingleton<IAttentionSource>(new Leak("after jobs", AttentionOrder.Jobs))
                .AddSingleton<IAttentionSource>(new Leak("first", AttentionOrder.Portal - 1)));
        await MarkedFleet.CreateAsync(context);
        await context.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-9"), PageContext.Administrator, CancellationToken.None);
        var page = context.Open<OverviewPage>("");
        page.WaitForElement("h1[tabindex]");
        var titles = page.FindAll(".todo li b").Select(title => title.TextContent).ToList();
        Assert.Equal("first", titles[0]);
        Assert.StartsWith("thing-in-address is in two places at once", titles[1], StringComparison.Ordinal);
        Assert.StartsWith("1 Thing has no certificate", titles[2], StringComparison.Ordinal);
        Assert.Equal(
            ["0 of 2 Things rotated", "1 certificate is being revoked", "after jobs"],
            titles.SkipWhile(title => !title.EndsWith("rotated", StringComparison.Ordinal)).Take(3));
    }

    private static Task<PaletteHit[]> FindAsync(PageContext context, string text) =>
        context.Get<PaletteSearch>().FindAsync(text, PageContext.Administrator, Xunit.TestContext.Current.CancellationToken);

    private sealed class Shelves(int order) : IPaletteSource
    {
        public int Order => order;

        public Task<IReadOnlyList<PaletteHit>> FindAsync(PaletteQuery query, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PaletteHit>>([new PaletteHit("", $"Shelf of {query.Found.Count}", "Shelf", "shelves")]);
    }

    private sealed class Leak(string title, int order) : IAttentionSource
    {
        public int Order => order;

        public Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<AttentionItem>>([new AttentionItem("", title, "")]);
    }
}
