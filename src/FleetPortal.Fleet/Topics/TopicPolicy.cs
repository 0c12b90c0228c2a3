using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>Whether something may be said or heard, and by which rule.</summary>
/// <param name="Allowed">The answer.</param>
/// <param name="Rule">The topic filter that allows it, or in words why not.</param>
public sealed record TopicVerdict(bool Allowed, string Rule);

/// <summary>
/// The default naming convention and policy: <c>fleet/{thingType}/{thingName}/{channel}</c>. A Thing says things on its own
/// telemetry, state and events, hears its own commands and config, and nothing of anybody else. Attached to one live
/// connection, never to a stored session.
/// </summary>
public sealed class TopicPolicy
{
    /// <summary>The level that stands for the type of a Thing that has none.</summary>
    public const string NoType = "thing";

    private const int ChannelLevel = 3;

    private static readonly string[] PublishChannels = ["telemetry", "state", "events"];
    private static readonly string[] SubscribeChannels = ["commands", "config"];

    // Single topics beside the channels: a device asks for a new certificate and hears the answer.
    private const string Rotation = "rotation";
    private const string Request = "request";
    private const string Response = "response";

    private readonly string[] _prefix;

    /// <summary>The policy of one Thing.</summary>
    public TopicPolicy(string thingName, string? thingType)
    {
        ThingName = thingName;
        _prefix = ["fleet", thingType ?? NoType, thingName];
        Prefix = string.Join('/', _prefix);
        RotationRequest = $"{Prefix}/{Rotation}/{Request}";
        RotationResponse = $"{Prefix}/{Rotation}/{Response}";
        PublishFilters = [.. PublishChannels.Select(channel => $"{Prefix}/{channel}/#"), RotationRequest];
        SubscribeFilters = [.. SubscribeChannels.Select(channel => $"{Prefix}/{channel}/#"), RotationResponse];
    }

    /// <summary>Whose policy it is.</summary>
    public string ThingName { get; }

    /// <summary><c>fleet/{thingType}/{thingName}</c>.</summary>
    public string Prefix { get; }

    /// <summary>Where the Thing asks for a new certificate.</summary>
    public string RotationRequest { get; }

    /// <summary>Where it hears the answer.</summary>
    public string RotationResponse { get; }

    /// <summary>What may be published.</summary>
    public IReadOnlyList<string> PublishFilters { get; }

    /// <summary>What may be subscribed to.</summary>
    public IReadOnlyList<string> SubscribeFilters { get; }

    /// <summary>Whether a message, a retained message or a will may be published.</summary>
    public TopicVerdict MayPublish(string? topic)
    {
        if (!TopicName.TryParse(topic, out var name))
        {
            return new TopicVerdict(false, "not a topic name (MQTT 5 §4.7.3)");
        }

        return Judge(name.Levels, PublishChannels, Request, "published to");
    }

    /// <summary>
    /// Whether a filter may be subscribed to: everything that it could match must be the Thing's own, so wildcards are
    /// only taken below the channel. A shared subscription is judged by the filter behind its prefix.
    /// </summary>
    public TopicVerdict MaySubscribe(string? topicFilter)
    {
        if (!TopicFilter.TryParse(topicFilter, out var filter))
        {
            return new TopicVerdict(false, "not a topic filter (MQTT 5 §4.7.1)");
        }

        return Judge(filter!.Levels, SubscribeChannels, Response, "subscribed to");
    }

    private TopicVerdict Judge(IReadOnlyList<string> levels, string[] channels, string rotation, string verb)
    {
        for (var i = 0; i < _prefix.Length; i++)
        {
            if (i >= levels.Count || levels[i] != _prefix[i])
            {
                return new TopicVerdict(false, $"not below {Prefix}/, so it is not {ThingName}'s own");
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
