using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The topics that one Thing may publish and subscribe to: <c>fleet/{thingType}/{thingName}/{channel}</c>. A Thing publishes to its own
/// channels telemetry, state and events, and subscribes to its own channels commands and config. It has no rights on the topics of other
/// Things. A policy belongs to one live connection, never to a stored session.
/// </summary>
public sealed class ThingTopicPolicy : TopicPolicy
{
    /// <summary>The level that replaces the type for a Thing without a type.</summary>
    public const string NoType = "thing";

    private const int ChannelLevel = 3;

    private static readonly string[] PublishChannels = ["telemetry", "state", "events"];
    private static readonly string[] SubscribeChannels = ["commands", "config"];

    // Two single topics besides the channels: the device requests a new certificate on one and receives the answer on the other.
    private const string Rotation = "rotation";
    private const string Request = "request";
    private const string Response = "response";

    // The portal alone sends on this topic below config, and each connection receives its own value only.
    private const string Config = "config";
    private const string Proof = "proof";

    private readonly string[] _prefix;

    /// <summary>Creates the policy of one Thing.</summary>
    public ThingTopicPolicy(string thingName, string? thingType)
    {
        ThingName = thingName;
        _prefix = ["fleet", thingType ?? NoType, thingName];
        Prefix = string.Join('/', _prefix);
        RotationRequest = $"{Prefix}/{Rotation}/{Request}";
        RotationResponse = $"{Prefix}/{Rotation}/{Response}";
        RollingProof = $"{Prefix}/{Config}/{Proof}";
        PublishFilters = [.. PublishChannels.Select(channel => $"{Prefix}/{channel}/#"), RotationRequest];
        SubscribeFilters = [.. SubscribeChannels.Select(channel => $"{Prefix}/{channel}/#"), RotationResponse];
    }

    /// <summary>The name of the Thing that the policy belongs to.</summary>
    public string ThingName { get; }

    /// <inheritdoc/>
    public override PrincipalKind Kind => PrincipalKind.Thing;

    /// <inheritdoc/>
    public override string PrincipalName => ThingName;

    /// <summary>The first three levels of its topics: <c>fleet/{thingType}/{thingName}</c>.</summary>
    public string Prefix { get; }

    /// <summary>The topic on which the Thing requests a new certificate.</summary>
    public string RotationRequest { get; }

    /// <summary>The topic on which the Thing receives the answer.</summary>
    public string RotationResponse { get; }

    /// <summary>The topic on which the Thing receives its next rolling proof.</summary>
    public string RollingProof { get; }

    /// <summary>Whether a topic is the one on which some Thing receives its rolling proof. Nobody publishes there.</summary>
    public static bool IsRollingProof(TopicName topic)
    {
        return topic.Levels is [ApplicationRights.Root, _, _, Config, Proof];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> PublishFilters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> SubscribeFilters { get; }

    /// <inheritdoc/>
    public override TopicVerdict MayPublish(string? topic)
    {
        if (!TopicName.TryParse(topic, out var name))
        {
            return TopicVerdict.NotATopicName;
        }

        return Judge(name.Levels, PublishChannels, Request, "published to");
    }

    /// <summary>
    /// Returns whether the Thing may subscribe to a filter. Every topic that the filter can match must belong to the Thing, so wildcards
    /// are allowed below the channel only. For a shared subscription, the filter after the prefix decides.
    /// </summary>
    public override TopicVerdict MaySubscribe(string? topicFilter)
    {
        if (!TopicFilter.TryParse(topicFilter, out var filter))
        {
            return TopicVerdict.NotATopicFilter;
        }

        return Judge(filter!.Levels, SubscribeChannels, Response, "subscribed to");
    }

    /// <summary>Returns true: a filter that the Thing may subscribe to matches its own topics only.</summary>
    public override bool MayHear(string topic) => true;

    private TopicVerdict Judge(IReadOnlyList<string> levels, string[] channels, string rotation, string verb)
    {
        for (var i = 0; i < _prefix.Length; i++)
        {
            if (i >= levels.Count || levels[i] != _prefix[i])
            {
                return new TopicVerdict(false, $"not below {Prefix}/, so it does not belong to {ThingName}");
            }
        }

        if (levels.Count == ChannelLevel + 2 && levels[ChannelLevel] == Rotation && levels[ChannelLevel + 1] == rotation)
        {
            return new TopicVerdict(true, $"{Prefix}/{Rotation}/{rotation}");
        }

        return levels.Count > ChannelLevel && channels.Contains(levels[ChannelLevel])
            ? new TopicVerdict(true, $"{Prefix}/{levels[ChannelLevel]}/#")
            : new TopicVerdict(false, $"only {string.Join(", ", channels)} may be {verb} below {Prefix}/");
    }
}
