using Bunit;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Slices.Applications;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>The applications, who hears what, and the editor of their rights.</summary>
public sealed class ApplicationPageTests
{
    [Fact]
    public async Task WithoutAnApplication_ThePageSaysWhatOneIs_AndWhoHearsNothing()
    {
        await using var context = await PageContext.CreateAsync();
        var page = context.Open<ApplicationsPage>("applications");
        page.WaitForAssertion(() => Assert.Contains("No application yet", page.Find(".empty h2").TextContent, StringComparison.Ordinal));
        Assert.Equal(["nobody", "nobody"], page.FindAll(".listener").Select(listener => listener.TextContent.Trim()));
    }

    [Fact]
    public async Task AnApplicationThatListensAlone_IsNamed_AndItsPanelSaysWhatWouldStop()
    {
        await using var context = await PageContext.CreateAsync();
        await SmallFleet.CreateAsync(context);
        Connect(context, "historian.1", "fleet/+/+/telemetry/#");
        context.Get<TopicActivity>().Published("pump-1", "fleet/pump/pump-1/telemetry/x", "1"u8, false);
        context.Get<TopicActivity>().Published("pump-1", "fleet/pump/pump-1/state", "1"u8, false);
        var page = context.Open<ApplicationsPage>("applications?name=historian");
        page.WaitForAssertion(() => Assert.Contains("1 of 8", page.Markup, StringComparison.Ordinal));
        var rows = page.FindAll("section.heard tbody tr.row").Select(row => row.TextContent).ToList();
        Assert.Contains("no one else", rows.Single(row => row.Contains("Telemetry of type pump", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Contains("nobody",
            rows.Single(row => row.Contains("State of type pump", StringComparison.Ordinal)), StringComparison.Ordinal);
        page.WaitForAssertion(() =>
        {
            var panel = page.Find("aside.side").TextContent;
            Assert.Contains("Hears telemetry of every Thing", panel, StringComparison.Ordinal);
            Assert.Contains("Publishes commands to group plant-2", panel, StringComparison.Ordinal);
            Assert.Matches("Nobody else hears telemetry of type pump\\.\\s+[0-9.]+ messages/s", panel);
            Assert.Contains("historian.1", panel, StringComparison.Ordinal);
            Assert.Contains("mosquitto_sub -V 5 -i historian.try", panel, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task AnApplicationThatIsAway_AndHasASession_IsNotNobody()
    {
        await using var context = await PageContext.CreateAsync();
        await SmallFleet.CreateAsync(context);
        Subscribe(context, "historian.1", "fleet/+/+/telemetry/#");
        context.Get<TopicActivity>().Published("pump-1", "fleet/pump/pump-1/telemetry/x", "1"u8, false);
        var page = context.Open<ApplicationsPage>("applications");
        page.WaitForAssertion(() =>
        {
            var row = page.FindAll("section.heard tbody tr.row")
                .Single(row => row.TextContent.Contains("Telemetry of type pump", StringComparison.Ordinal));
            Assert.Equal("historian", row.QuerySelector(".listener.away")!.TextContent);
            Assert.Contains("not connected", row.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("nobody", row.TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task AnUnknownApplication_IsSaid_AndAViewerGetsNoButtons()
    {
        await using var context = await PageContext.CreateAsync();
        await SmallFleet.CreateAsync(context);
        var unknown = context.Open<ApplicationsPage>("applications?name=other");
        unknown.WaitForAssertion(() => Assert.Contains("There is no application other",
            unknown.Find("aside .note.error").TextContent, StringComparison.Ordinal));
        var viewer = context.OpenAs(typeof(ApplicationsPage), "applications?name=historian", [], new Actor("account", "Vera", Role.Viewer));
        viewer.WaitForAssertion(() => Assert.Contains("Your role cannot change applications",
            viewer.Find("aside footer").TextContent, StringComparison.Ordinal));
        Assert.Empty(viewer.FindAll("aside footer button, .actions button"));
    }

    [Theory]
    [InlineData("type", "pump", "fleet/pump/+/telemetry/#\nfleet/pump/+/state/#", "")]
    [InlineData("command-group", "plant-2", "apps/historian/responses/#", "fleet/+/{group:plant-2}/commands/#")]
    [InlineData("own", "", "", "apps/historian/state")]
    public void APreset_IsMadeOfFiltersThatAnApplicationMayHave(string id, string word, string hears, string publishes)
    {
        var preset = RightPreset.All.Single(one => one.Id == id);
        Assert.Equal((hears, publishes),
            (string.Join('\n', preset.Hears(word, "historian")), string.Join('\n', preset.Publishes(word, "historian"))));
        Assert.All(RightPreset.All, one =>
        {
            var faults = new List<Fault>();
            ApplicationRights.Read("historian", one.Hears("x", "historian"), one.Publishes("x", "historian"), faults);
            Assert.Empty(faults);
        });
    }

    private static void Connect(PageContext context, string clientId, string filter)
    {
        var connections = context.Get<LiveConnections>();
        var live = new LiveConnection($"c-{clientId}", clientId, null, context.Time.GetUtcNow(), _ => Task.CompletedTask);
        connections.Enter(live);
        var rights = ApplicationRights.Read("historian", [filter], [], []);
        live.Open(new ApplicationTopicPolicy("historian", rights, context.Get<IGroupMembers>()), 12, TimeSpan.Zero);
        connections.Opened(live);
        Subscribe(context, clientId, filter);
    }

    private static void Subscribe(PageContext context, string clientId, string filter)
    {
        Assert.True(TopicFilter.TryParse(filter, out var parsed));
        context.Get<TopicFilterTrie>().Add(parsed!, new Subscriber(clientId));
    }

    private sealed record Subscriber(string ClientId) : ITopicSubscriber;
}
