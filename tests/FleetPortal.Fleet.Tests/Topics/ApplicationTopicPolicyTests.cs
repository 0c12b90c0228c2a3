using CsCheck;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Xunit;

namespace FleetPortal.Fleet.Tests.Topics;

public sealed class ApplicationTopicPolicyTests
{
    private static readonly Gen<string> Level = Gen.OneOf("fleet", "pump", "a", "b", "telemetry", "+");
    private static readonly Gen<string> Name = Gen.OneOf("fleet", "pump", "a", "b", "telemetry", "");

    [Theory]
    [InlineData("fleet/pump/+/telemetry/#", true)]
    [InlineData("fleet/pump/+/telemetry", true)]
    [InlineData("fleet/pump/pump-1/telemetry/x/+", true)]
    [InlineData("fleet/+/+/telemetry/#", false)]
    [InlineData("fleet/pump/+/state/#", false)]
    [InlineData("fleet/pump/+/#", false)]
    [InlineData("fleet/pump/+/+/#", false)]
    [InlineData("fleet/pump/pump-1/commands/#", false)]
    [InlineData("fleet/#", false)]
    [InlineData("#", false)]
    [InlineData("+/+/#", false)]
    [InlineData("+/pump/+/telemetry/#", false)]
    [InlineData("$share/g/#", false)]
    [InlineData("$share/g/fleet/pump/+/telemetry/#", true)]
    [InlineData("$share/g/fleet/meter/+/telemetry/#", false)]
    [InlineData("$SYS/#", false)]
    public void AnApplication_SubscribesOnlyInsideItsRights(string filter, bool allowed) =>
        Assert.Equal(allowed, Policy(["fleet/pump/+/telemetry/#"]).MaySubscribe(filter).Allowed);

    [Theory]
    [InlineData("fleet/pump/pump-1/commands/reboot", true)]
    [InlineData("fleet/pump/pump-2/commands/reboot", false)]
    [InlineData("fleet/pump/pump-1/config/x", false)]
    [InlineData("fleet/pump/pump-1/telemetry", false)]
    [InlineData("fleet/pump/+/commands/reboot", false)]
    [InlineData("fleet/pump/pump-1/commands", true)]
    [InlineData("fleet/pump/pump-1", false)]
    [InlineData("apps/historian/state", true)]
    [InlineData("apps/historian", false)]
    [InlineData("", false)]
    public void AnApplication_PublishesOnlyInsideItsRights(string topic, bool allowed)
    {
        var policy = Policy([], ["fleet/{thingType}/{group:plant-2}/commands/#", "apps/historian/+"], ("plant-2", "pump-1"));
        Assert.Equal(allowed, policy.MayPublish(topic).Allowed);
    }

    [Fact]
    public void ARightWithAGroup_DeliversOnlyMessagesOfItsMembers_AsTheyChange()
    {
        var groups = new Groups(("plant-2", "pump-1"));
        var policy = Policy(["fleet/+/{group:plant-2}/telemetry/#", "$fleet/events/presence/+/{group:plant-2}"], [], groups);
        Assert.True(policy.MaySubscribe("fleet/+/+/telemetry/#").Allowed);
        Assert.True(policy.MayHear("fleet/pump/pump-1/telemetry/x"));
        Assert.False(policy.MayHear("fleet/pump/pump-2/telemetry/x"));
        Assert.True(policy.MayHear("$fleet/events/presence/connected/pump-1"));
        Assert.False(policy.MayHear("$fleet/events/presence/connected/pump-2"));
        groups.Members.Add(("plant-2", "pump-2"));
        Assert.True(policy.MayHear("fleet/pump/pump-2/telemetry"));
        groups.Members.Remove(("plant-2", "pump-1"));
        Assert.False(policy.MayHear("fleet/pump/pump-1/telemetry/x"));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+/+/#")]
    [InlineData("fleet/#")]
    [InlineData("fleet/+/+/#")]
    [InlineData("fleet/+/+/+")]
    [InlineData("fleet/+/+/commands/#")]
    [InlineData("fleet/+/+/rotation/response")]
    [InlineData("$share/g/fleet/+/+/telemetry/#")]
    [InlineData("$share/g/#")]
    [InlineData("$SYS/#")]
    [InlineData("$fleet/#")]
    [InlineData("$fleet/events/#")]
    [InlineData("$fleet/events/audit/#")]
    [InlineData("$fleet/events/presence")]
    [InlineData("apps/other/#")]
    [InlineData("apps/Historian/#")]
    [InlineData("apps/+/#")]
    [InlineData("apps/historian")]
    [InlineData("fleet/{group:plant-2}/+/telemetry/#")]
    [InlineData("fleet/+/{group:}/telemetry/#")]
    [InlineData("fleet/+/{group:+}/telemetry/#")]
    [InlineData("fleet/+/{thingType}/telemetry/#")]
    [InlineData("fleet/pu mp/+/telemetry/#")]
    [InlineData("fleet/+/+/telemetry/#/x")]
    [InlineData("")]
    [InlineData(null)]
    public void ARight_ThatIsTooWideOrNotAFilter_IsRefused_WithItsField(string? filter)
    {
        var faults = new List<Fault>();
        var rights = ApplicationRights.Read("historian", [filter!], [], faults);
        Assert.Equal("hears", Assert.Single(faults).Field);
        Assert.Empty(rights.Hears);
    }

    [Theory]
    [InlineData("fleet/+/+/telemetry/#")]
    [InlineData("$fleet/events/presence/#")]
    [InlineData("apps/other/state")]
    [InlineData("#")]
    public void ARightToPublish_OnWhatOthersPublish_IsRefused(string filter)
    {
        var faults = new List<Fault>();
        ApplicationRights.Read("historian", null, [filter], faults);
        Assert.Equal("publishes", Assert.Single(faults).Field);
    }

    [Fact]
    public void TooManyFilters_AreRefused()
    {
        var faults = new List<Fault>();
        ApplicationRights.Read("historian", [.. Enumerable.Range(0, 33).Select(i => $"fleet/t{i}/+/state/#")], null, faults);
        Assert.Equal("hears", Assert.Single(faults).Field);
    }

    [Fact]
    public void WhatARightCovers_NeverMatchesATopicThatTheRightDoesNotReach() => Gen.Select(
        Level.Array[1, 5], Gen.Bool, Level.Array[1, 5], Gen.Bool, Name.Array[1, 6]).Sample((right, rightEnds, filter, filterEnds, topic) =>
    {
        var text = string.Join('/', rightEnds ? [.. right, "#"] : right);
        var wanted = string.Join('/', filterEnds ? [.. filter, "#"] : filter);
        Assert.True(TopicRight.TryParse(text, out var parsed));
        Assert.True(TopicFilter.TryParse(wanted, out var one));
        var name = string.Join('/', topic);
        return !TopicName.TryParse(name, out var published) || !parsed!.Covers(one!.Levels) || !one.Matches(published)
            || parsed.Reaches(name, new Groups());
    });

    [Fact]
    public void TheRollingProofOfAThing_IsPublishedByNoApplication_AndHeardByNone()
    {
        var policy = Policy([], ["fleet/pump/+/config/#"]);
        Assert.True(policy.MayPublish("fleet/pump/pump-1/config/interval").Allowed);
        Assert.True(policy.MayPublish("fleet/pump/pump-1/config/proof/x").Allowed);
        Assert.False(policy.MayPublish("fleet/pump/pump-1/config/proof").Allowed);
        Assert.False(policy.MaySubscribe("fleet/pump/pump-1/config/proof").Allowed);
        Assert.False(new ThingTopicPolicy("pump-1", "pump").MayPublish("fleet/pump/pump-1/config/proof").Allowed);
        Assert.False(new ThingTopicPolicy("pump-2", "pump").MaySubscribe("fleet/pump/pump-1/config/proof").Allowed);
    }

    private static ApplicationTopicPolicy Policy(string[] hears, string[]? publishes = null, params (string, string)[] members) =>
        Policy(hears, publishes ?? [], new Groups(members));

    private static ApplicationTopicPolicy Policy(string[] hears, string[] publishes, Groups groups)
    {
        var faults = new List<Fault>();
        var rights = ApplicationRights.Read("historian", hears, publishes, faults);
        Assert.Empty(faults);
        return new ApplicationTopicPolicy("historian", rights, groups);
    }

    private sealed class Groups(params (string, string)[] members) : IGroupMembers
    {
        public HashSet<(string Group, string Thing)> Members { get; } = [.. members];

        public bool Contains(string group, string thingName) => Members.Contains((group, thingName));
    }
}
