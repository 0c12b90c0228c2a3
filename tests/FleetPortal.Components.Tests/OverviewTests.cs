using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Connections;
using FleetPortal.Slices.Health;
using FleetPortal.Slices.Overview;
using FleetPortal.Slices.Things;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The first sentence of the product, and what it says is to be done.</summary>
public sealed class OverviewTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly BunitContext _context = new();

    public OverviewTests()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        _context.Services.AddScoped<Viewer>();
        _context.Services.AddSingleton(ExpiryPolicy.Default);
    }

    [Fact]
    public void TheHeadline_SaysTheWorstFirst_AndWellOnlyWhenNothingWaits()
    {
        var counts = Counts(things: 5000, connected: 4800, active: 5000);
        IReadOnlyList<ExpiryWarning> soon = [new(1, 19, []), new(7, 117, []) { From = 1 }, new(30, 354, []) { From = 7 }];
        AssertHeadline("100 Things cannot connect",
            "things?q=access%3Ano", counts with { Out = new OutOfAccess(90, 6, 4, 3) }, soon, 4800, 9);
        Assert.Equal("1 with an expired certificate.",
            FleetHeadline.Of(counts with { Out = new OutOfAccess(0, 1, 0, 0) }, [], 4800, 1).Detail);
        AssertHeadline("136 Things lose access within 7 days",
            "things?q=expires%3C7d", counts with { Out = new OutOfAccess(0, 0, 0, 3) }, soon, 4800, 9);
        AssertHeadline("Only 1,900 of 5,000 Things are connected",
            "things?q=connected%3Ano", counts with { Connected = 1900, Out = new OutOfAccess(0, 0, 0, 3) }, [], 4800, 9);
        AssertHeadline("5,000 Things are not connected", "things?q=connected%3Ano", counts with { Connected = 0 }, [], null, 0);
        AssertHeadline("1 Thing is on hold", "things?q=status%3Ahold", counts with { Out = new OutOfAccess(0, 0, 0, 1) }, [], 4800, 1);
        AssertHeadline("4,800 of 5,000 Things are connected", null, counts, [], 4800, 1);
        AssertHeadline("The fleet is well: 4,800 of 5,000 Things are connected", null, counts, [], 4800, 0);
        AssertHeadline("No Things yet", null, Counts(0, 0, 0), [], null, 0);

        // After a start nothing is known of the usual, so nothing is claimed.
        AssertHeadline("The fleet is well: 1,900 of 5,000 Things are connected", null, counts with { Connected = 1900 }, [], null, 0);
    }

    [Fact]
    public async Task TheUsual_IsKnownAfterHalfAnHour_AndAnOutageIsNotUsualAtOnce()
    {
        var time = new FakeTimeProvider(Now);
        var pulse = new FleetPulse(new LiveConnections(new FleetEvents(), time), new TopicActivity(time), time);
        for (var minute = 0; minute < 30; minute += 5)
        {
            pulse.Note(250, 1);
            Assert.Null(pulse.Usual(Actor.System));
            time.Advance(TimeSpan.FromMinutes(5));
        }

        pulse.Note(0, 1);
        Assert.Equal(250, pulse.Usual(Actor.System));
        time.Advance(TimeSpan.FromMinutes(15));
        pulse.Note(0, 1);
        Assert.Equal(250, pulse.Usual(Actor.System));
        await pulse.StopAsync(Xunit.TestContext.Current.CancellationToken);
        pulse.Dispose();
    }

    [Fact]
    public async Task TheTodoList_CountsEachThingOnce_WithAListAndARotationForEachBand()
    {
        var context = new AttentionContext(new Actor("account", "Aiko", Role.Viewer), Now, DayOf)
        {
            Counts = Counts(5000, 0, 4900) with { Out = new OutOfAccess(1234, 5, 0, 2) },
            Warnings = [new(1, 19, []), new(7, 117, []) { From = 1 }, new(30, 354, ["Issuing CA 1"]) { From = 7 }],
            Storm = new RenewalStorm(Now.AddDays(45), 921, 12),
            Refused = [],
        };
        List<AttentionItem> entries = [];
        foreach (var source in (IAttentionSource[])[new ThingsWithoutAccess(),
            new ExpiringCredentials(), new ManyRenewals(), new RefusedThing()])
        {
            entries.AddRange(await source.ReadAsync(context, Xunit.TestContext.Current.CancellationToken));
        }

        Assert.Equal(
            [
                "5 Things have an expired certificate", "1,234 Things have no certificate", "2 Things are on hold",
                "19 Things lose access within a day",
                "117 Things lose access in 1 to 7 days", "Issuing CA 1 expires within 30 days", "354 Things lose access in 7 to 30 days",
                "921 certificates expire in the week of 7 Jan 2027",
            ],
            entries.Select(entry => entry.Title));
        var band = entries.Single(entry => entry.Title.StartsWith("117", StringComparison.Ordinal));
        Assert.Equal(("things?q=expires%3E1d%20expires%3C7d", "expires>1d expires<7d"), (band.Address, band.Rotate!.Query));
        var storm = entries[^1];
        Assert.Equal((Now.AddDays(45), Now.AddDays(52), 84),
            (storm.Rotate!.Certificates!.Query!.ExpiresFrom, storm.Rotate.Certificates.Query.ExpiresBefore, storm.SpreadDays));
        Assert.Equal("A renewal storm. Renew them now with expiry dates spread over 12 weeks.", storm.Hint);

        // Who may not rotate is not offered it.
        var panel = _context.Render<AttentionList>(p => p.Add(x => x.Entries, entries));
        Assert.Empty(panel.FindAll("button"));
        AttentionItem? asked = null;
        panel = _context.Render<AttentionList>(p => p.Add(x => x.Entries, entries)
            .Add(x => x.OnRotate, (AttentionItem entry) => asked = entry));
        Assert.Equal(["Rotate…", "Rotate…", "Rotate…", "Spread renewals…"], panel.FindAll("button").Select(button => button.TextContent));
        panel.FindAll("button")[1].Click();
        Assert.Same(band, asked);
        Assert.Contains("Nothing to do. No Thing and no authority expires in the next 90 days.",
            _context.Render<AttentionList>(p => p.Add(x => x.Entries, [])).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongWithACrl_IsSaid_WithItsName_AndWhatFollows()
    {
        var state = new PortalState(0,
            0, TimeSpan.Zero) { CrlsNotValid = ["issuing-1-0.crl"], CrlsAhead = [("root-1.crl", Now.AddDays(9))], ExternalCrlsOverdue = 1 };
        var entries = PortalFaults.Of(state, DayOf).ToList();
        Assert.Equal(
            ["Not valid yet: issuing-1-0.crl",
                "Published while the clock was ahead: root-1.crl", "1 CRL of an external authority is overdue"],
            entries.Select(entry => entry.Title));
        Assert.Contains("until 2 Dec 2026", entries[1].Hint, StringComparison.Ordinal);

        // A part that is past nextUpdate is said once.
        var over = new PortalState(0, 1, TimeSpan.Zero) { CrlsNotValid = ["issuing-1-0.crl"] };
        Assert.Equal(["1 part of a CRL is past nextUpdate"], PortalFaults.Of(over, DayOf).Select(entry => entry.Title));
    }

    [Theory]
    [InlineData(0, 1, 1, false, "It is already kept out; afterwards stolen-1 has no certificate at all.")]
    [InlineData(0, 1, 0, false, "It is already kept out.")]
    [InlineData(0, 1, 1, true, "It is already kept out.")]
    [InlineData(0, 0, 0, false, "None: it has another valid certificate")]
    [InlineData(1, 0, 0, false, "It cannot connect until it gets another certificate.")]
    [InlineData(1, 0, 0, true, "It cannot connect until it is released or it gets another certificate.")]
    public void WhatARevocationDoes_IsSaidAsItIs(int without, int keptOut, int none, bool canBeReleased, string words)
    {
        var radius = new BlastRadius(1,
            1, 0, 2, 0, [], without, without == 0 ? [] : ["stolen-1"], 0, 1, keptOut, none, none == 0 ? [] : ["stolen-1"]);
        var list = _context.Render<BlastRadiusList>(p => p.Add(x => x.Radius, radius).Add(x => x.CanBeReleased, canBeReleased));
        Assert.Contains(words, string.Join(' ',
            list.FindAll("dd")[^1].TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(["Certificates", "Sessions", "Topics that go silent", "Subscribers", "Things that lose access"],
            list.FindAll("dt").Select(dt => dt.TextContent));
        Assert.Equal("2", list.FindAll("dd")[2].TextContent);
    }

    [Theory]
    [InlineData(PrincipalKind.Thing, "2 (counted for 1 Thing)")]
    [InlineData(PrincipalKind.Application, "2")]
    public void TopicsThatGoSilent_AreCountedForThings_NotForTheConnectionsOfAnApplication(PrincipalKind owner, string words)
    {
        var radius = new BlastRadius(1, 1, 2, 2, 0, [], 0, [], 0, 0, 0, 0, []) with { TopicsOfThings = 1 };
        var list = _context.Render<BlastRadiusList>(p => p.Add(x => x.Radius, radius).Add(x => x.Owner, owner));
        Assert.Equal(words, list.FindAll("dd")[2].TextContent);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static string DayOf(DateTimeOffset day) => day.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    private static FleetCounts Counts(int things, int connected, int active) => new(things, connected, active, active, 0, 0, 0, 0, 0, 0, 0);

    private static void AssertHeadline(
        string title, string? address, FleetCounts counts, IReadOnlyList<ExpiryWarning> warnings, int? usual, int waiting)
    {
        var headline = FleetHeadline.Of(counts, warnings, usual, waiting);
        Assert.Equal((title, address, title.Contains("well", StringComparison.Ordinal)),
            (headline.Title, headline.Address, headline.IsWell));
    }
}
