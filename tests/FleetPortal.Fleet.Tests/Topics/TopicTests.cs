using CsCheck;
using FleetPortal.Fleet.Topics;
using Xunit;

namespace FleetPortal.Fleet.Tests.Topics;

public sealed class TopicTests
{
    [Theory]
    [InlineData("a/b", null)]
    [InlineData("1/2/3/4/5/6/7/8", null)]
    [InlineData("1/2/3/4/5/6/7/8/9", "9 levels")]
    [InlineData("$share/g/1/2/3/4/5/6/7/8", null)]
    [InlineData("$share/g/1/2/3/4/5/6/7/8/9", "9 levels")]
    [InlineData("////////", "9 levels")]
    [InlineData("12345678901234567890", null)]
    [InlineData("123456789012345678901", "more than 20 octets")]
    [InlineData("1234567890123456789é", "more than 20 octets")]
    [InlineData(null, null)]
    public void ATopic_KeepsToTheLimits_InLevelsAndOctets(string? topic, string? excess)
    {
        var words = new TopicLimits(8, topic?.StartsWith('$') ?? false ? 100 : 20).Excess(topic);
        Assert.Equal(excess is null, words is null);
        Assert.Contains(excess ?? "", words ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void TheTrie_ForgetsTheLevels_ThatNobodyNeedsAnyMore()
    {
        using var trie = new TopicFilterTrie();
        var filters = new[] { "a/b/c/#", "a/b/+/d", "a/x" }.Select(text => TopicFilter.TryParse(text, out var filter)
            ? filter! : throw new InvalidOperationException(text)).ToList();
        filters.ForEach(filter => trie.Add(filter, new Subscriber("one")));
        filters.ForEach(filter => trie.Add(filter, new Subscriber("two")));
        Assert.Equal((6, 7), (trie.Count, trie.Nodes));
        filters.ForEach(filter => trie.Remove(filter, new Subscriber("one")));
        Assert.Equal((3, 7), (trie.Count, trie.Nodes));
        filters.ForEach(filter => trie.Remove(filter, new Subscriber("two")));
        Assert.Equal((0, 0), (trie.Count, trie.Nodes));
    }

    private static readonly Gen<string> Level = Gen.OneOf("a", "b", "", "fleet");
    private static readonly Gen<string> Topic = Level.Array[1, 5]
        .Select(levels => string.Join('/', levels)).Where(topic => topic.Length > 0);
    private static readonly Gen<string> Filter = Gen.Select(Gen.OneOf("a", "b", "", "fleet", "+").Array[1, 5], Gen.Bool)
        .Select((levels, rest) => string.Join('/', rest ? levels.Append("#") : levels)).Where(filter => filter.Length > 0);

    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("$share/group/sport/#", "sport/tennis", true)]
    public void TheExamplesOfTheStandard_MatchAsItSays(string filter, string topic, bool matches)
    {
        Assert.Equal(matches, Parse(filter).Matches(Name(topic)));
        using var trie = new TopicFilterTrie();
        trie.Add(Parse(filter), new Subscriber("x"));
        Assert.Equal(matches, trie.AnyMatch(Name(topic)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a#")]
    [InlineData("#/a")]
    [InlineData("a+/b")]
    [InlineData("a/\0")]
    [InlineData("$share/")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share/+/a")]
    public void WhatIsNoFilter_IsNotRead(string text) => Assert.False(TopicFilter.TryParse(text, out _));

    [Fact]
    public void TheTrie_AnswersAsEveryFilterAsked() => Gen.Select(Filter.Array[0, 12], Topic).Sample((filters, topic) =>
    {
        using var trie = new TopicFilterTrie();
        foreach (var filter in filters)
        {
            trie.Add(Parse(filter), new Subscriber("x"));
        }

        return trie.AnyMatch(Name(topic)) == filters.Any(filter => Parse(filter).Matches(Name(topic)));
    });

    [Fact]
    public void RemovingEverything_LeavesAnEmptyTrie() => Gen.Select(Filter.Array[0, 12], Topic).Sample((filters, topic) =>
    {
        using var trie = new TopicFilterTrie();
        foreach (var (filter, i) in filters.Select((filter, i) => (filter, i)))
        {
            trie.Add(Parse(filter), new Subscriber($"s{i % 3}"));
        }

        foreach (var (filter, i) in filters.Select((filter, i) => (filter, i)))
        {
            trie.Remove(Parse(filter), new Subscriber($"s{i % 3}"));
        }

        return trie.Count == 0 && !trie.AnyMatch(Name(topic));
    });

    [Theory]
    [InlineData("fleet/pump/pump-1/telemetry", true)]
    [InlineData("fleet/pump/pump-1/telemetry/vibration", true)]
    [InlineData("fleet/pump/pump-1/state/online", true)]
    [InlineData("fleet/pump/pump-1/events/x", true)]
    [InlineData("fleet/pump/pump-1/commands/x", false)]
    [InlineData("fleet/pump/pump-1", false)]
    [InlineData("fleet/pump/pump-11/telemetry", false)]
    [InlineData("fleet/pump/pump-2/telemetry", false)]
    [InlineData("fleet/meter/pump-1/telemetry", false)]
    [InlineData("fleet/pump/pump-1/telemetryx", false)]
    [InlineData("fleet/pump/+/telemetry", false)]
    [InlineData("$SYS/x", false)]
    [InlineData("", false)]
    public void AThing_PublishesOnItsOwnTopicsAlone(
        string topic, bool allowed) => Assert.Equal(allowed, new ThingTopicPolicy("pump-1", "pump").MayPublish(topic).Allowed);

    [Theory]
    [InlineData("fleet/pump/pump-1/commands/#", true)]
    [InlineData("fleet/pump/pump-1/commands/+/now", true)]
    [InlineData("fleet/pump/pump-1/config", true)]
    [InlineData("$share/g/fleet/pump/pump-1/commands/#", true)]
    [InlineData("fleet/pump/pump-1/#", false)]
    [InlineData("fleet/pump/pump-1/+", false)]
    [InlineData("fleet/pump/+/commands/#", false)]
    [InlineData("fleet/#", false)]
    [InlineData("#", false)]
    [InlineData("+/+/+/commands", false)]
    [InlineData("fleet/pump/pump-2/commands/#", false)]
    [InlineData("$share/g/fleet/pump/pump-2/commands/#", false)]
    [InlineData("$share/g/#", false)]
    [InlineData("fleet/pump/pump-1/telemetry/#", false)]
    public void AThing_HearsItsOwnCommandsAlone(
        string filter, bool allowed) => Assert.Equal(allowed, new ThingTopicPolicy("pump-1", "pump").MaySubscribe(filter).Allowed);

    [Fact]
    public void WhateverMayBeSubscribedTo_MatchesNothingOfAnotherThing() => Gen.Select(Filter, Topic).Sample((filter, topic) =>
    {
        var policy = new ThingTopicPolicy("a", "b");
        return !policy.MaySubscribe(filter).Allowed
            || !Parse(filter).Matches(Name(topic)) || topic.StartsWith("fleet/b/a/", StringComparison.Ordinal);
    });

    private static TopicFilter Parse(string text) => TopicFilter.TryParse(text, out var filter)
        ? filter! : throw new ArgumentException(text);

    private static TopicName Name(string text) => TopicName.TryParse(text, out var name) ? name : throw new ArgumentException(text);
}
