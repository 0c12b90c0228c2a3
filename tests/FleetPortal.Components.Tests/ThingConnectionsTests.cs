using Bunit;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Connections;
using FleetPortal.Slices.Things;
using Xunit;

namespace FleetPortal.Components.Tests;

public sealed class ThingConnectionsTests
{
    [Fact]
    public async Task TheSessionOfAThingThatIsAway_IsShown_WithoutTermsOfAConnection()
    {
        await using var context = await PageContext.CreateAsync();
        var session = new SessionState
        {
            Expiry = TimeSpan.FromHours(1),
            ExpiresAt = new DateTimeOffset(2026, 11, 27, 6, 0, 0, TimeSpan.Zero),
            Subscriptions = [new SessionSubscription("fleet/pump/pump-1/commands/#", 1)],
            Queued = 3,
            InFlight = 1,
            QueuedOctets = 5_120,
            Dropped = 2,
        };
        var panel = context.Open<ThingConnections>("things/pump-1/connections", p => p.Add(x => x.Name, "pump-1").Add(x => x.Live, null)
            .Add(x => x.Session, session).Add(x => x.Attempts, []));
        Assert.Equal("Not connected", panel.Find("h2").TextContent);
        Assert.Equal(["Session", "Queued", "Dropped"], panel.FindAll("dt").Select(name => name.TextContent));
        Assert.Equal(
            [
                "waits for its client until 27 Nov 2026 06:00:00", "3 messages waiting, 1 in flight, 5,120 octets",
                "2 messages since the session began",
            ],
            panel.FindAll("dd").Select(value => value.TextContent.Trim()));
        Assert.Equal("connections/live/pump-1", panel.Find("p.hint a").GetAttribute("href"));
    }

    [Fact]
    public async Task ALiveConnection_AndItsSession_AreOneListOfFacts()
    {
        await using var context = await PageContext.CreateAsync();
        var live = new LiveConnection("c-1", "pump-1", null, context.Time.GetUtcNow(), _ => Task.CompletedTask);
        var session = new SessionState
        {
            Expiry = TimeSpan.Zero,
            Subscriptions = [],
            Queued = 0,
            InFlight = 0,
            QueuedOctets = 0,
            Dropped = 0,
        };
        var panel = context.Open<ThingConnections>("things/pump-1/connections", p => p.Add(x => x.Name, "pump-1").Add(x => x.Live, live)
            .Add(x => x.Session, session).Add(x => x.Attempts, []));
        Assert.Equal("Address", panel.Find("dl").QuerySelector("dt")!.TextContent);
        Assert.Contains("Queued", Assert.Single(panel.FindAll("dl")).TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("historian", "historian", true, true)]
    [InlineData("historian.try", "historian", true, true)]
    [InlineData("historian.try", "historian", false, false)]
    [InlineData("historian-2", "historian", true, false)]
    [InlineData("pump-1", null, false, false)]
    public async Task AClientIdentifier_IsInQuotes_UnlessTheCertificateProvesIt(string clientId, string? name, bool allowed, bool proven)
    {
        await using var context = await PageContext.CreateAsync();
        var attempt = new AttemptView(1, context.Time.GetUtcNow(), clientId, "192.0.2.1", "MQTT 5", name, null, allowed, "accepted",
            TimeSpan.Zero, [], 1, context.Time.GetUtcNow());
        var shown = context.Open<ClientIdentifier>("connections/attempts", p => p.Add(x => x.Attempt, attempt).Add(x => x.IsLink, false));
        Assert.Equal(proven ? clientId : $"\"{clientId}\"", shown.Find(proven ? "b" : ".claimed").TextContent.Trim());
    }

    [Fact]
    public void TheQuestionBeforeADisconnect_NamesWhatKeepsTheClientAway()
    {
        Assert.EndsWith("contain the Thing.", DisconnectLabels.Question(PrincipalKind.Thing), StringComparison.Ordinal);
        Assert.EndsWith("disable the application.", DisconnectLabels.Question(PrincipalKind.Application), StringComparison.Ordinal);
    }
}
