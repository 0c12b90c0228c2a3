using Bunit;
using FleetPortal.Fleet.Connections;
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
}
