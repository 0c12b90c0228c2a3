using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The topics of one application: exactly what its <see cref="ApplicationRights"/> name. The rights are read when the connection is
/// decided; a change of the rights closes the connections.
/// </summary>
public sealed class ApplicationTopicPolicy : TopicPolicy
{
    private const string ProofOfPortal = "only the portal sends the rolling proof of a Thing";
    private const string NoRight = "no right of the application covers it";

    private readonly TopicRight[] _hears;
    private readonly TopicRight[] _publishes;
    private readonly IGroupMembers _groups;

    /// <summary>Creates the policy of one application.</summary>
    public ApplicationTopicPolicy(string applicationName, ApplicationRights rights, IGroupMembers groups)
    {
        ArgumentNullException.ThrowIfNull(rights);
        PrincipalName = applicationName;
        (_hears, _publishes, _groups) = ([.. rights.Hears], [.. rights.Publishes], groups);
        SubscribeFilters = [.. _hears.Select(right => right.Text)];
        PublishFilters = [.. _publishes.Select(right => right.Text)];
    }

    /// <inheritdoc/>
    public override PrincipalKind Kind => PrincipalKind.Application;

    /// <inheritdoc/>
    public override string PrincipalName { get; }

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

        if (ThingTopicPolicy.IsRollingProof(name))
        {
            return new TopicVerdict(false, ProofOfPortal);
        }

        foreach (var right in _publishes)
        {
            if (right.Reaches(topic, _groups))
            {
                return new TopicVerdict(true, right.Text);
            }
        }

        return new TopicVerdict(false, NoRight);
    }

    /// <summary>
    /// Returns whether one right of the application covers every topic that the filter can match. For a right with a group, the filter must
    /// be inside its pattern, and <see cref="MayHear"/> compares the Thing of each message.
    /// </summary>
    public override TopicVerdict MaySubscribe(string? topicFilter)
    {
        if (!TopicFilter.TryParse(topicFilter, out var filter))
        {
            return TopicVerdict.NotATopicFilter;
        }

        foreach (var right in _hears)
        {
            if (right.Covers(filter!.Levels))
            {
                return new TopicVerdict(true, right.Text);
            }
        }

        return new TopicVerdict(false, NoRight);
    }

    /// <summary>Returns whether a right covers the topic of a message, and its Thing is in the group of that right.</summary>
    public override bool MayHear(string topic)
    {
        foreach (var right in _hears)
        {
            if (right.Reaches(topic, _groups))
            {
                return true;
            }
        }

        return false;
    }
}
