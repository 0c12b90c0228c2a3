using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The topics that one principal, a Thing or an application, may publish and subscribe to. A policy belongs to one live connection, never
/// to a stored session: the broker asks again for the subscriptions of a session that is resumed. Immutable and thread-safe.
/// </summary>
public abstract class TopicPolicy
{
    /// <summary>Whether the policy belongs to a Thing or to an application.</summary>
    public abstract PrincipalKind Kind { get; }

    /// <summary>The name of the Thing or of the application.</summary>
    public abstract string PrincipalName { get; }

    /// <summary>The topics that the principal may publish to, as topic filters.</summary>
    public abstract IReadOnlyList<string> PublishFilters { get; }

    /// <summary>The topics that the principal may subscribe to, as topic filters.</summary>
    public abstract IReadOnlyList<string> SubscribeFilters { get; }

    /// <summary>Returns whether the principal may publish a message, a retained message or a will on a topic.</summary>
    public abstract TopicVerdict MayPublish(string? topic);

    /// <summary>
    /// Returns whether the principal may subscribe to a filter. For a shared subscription, the filter after the prefix decides.
    /// </summary>
    public abstract TopicVerdict MaySubscribe(string? topicFilter);

    /// <summary>
    /// Returns whether a message that matches a subscription may be delivered. The broker asks at each delivery, because the members of a
    /// group change while a subscription stays.
    /// </summary>
    public abstract bool MayHear(string topic);
}
