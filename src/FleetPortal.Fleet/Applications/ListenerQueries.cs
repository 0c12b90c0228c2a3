using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Applications;

/// <summary>One kind of messages, and the applications that hear it.</summary>
/// <param name="ThingType">The type of the Things that publish it; null for lifecycle events of every Thing.</param>
/// <param name="Channel">The channel, such as <c>telemetry</c>; for lifecycle events <c>presence</c> or <c>certificate</c>.</param>
/// <param name="Filter">The topic filter of all these messages.</param>
/// <param name="PerSecond">Messages per second; null for lifecycle events, which are not counted.</param>
/// <param name="HeardBy">The applications with a connection that subscribes to it now, by name.</param>
/// <param name="Away">The other applications that are not connected and have a session that subscribes to it, by name.</param>
/// <param name="MayHear">The enabled applications that may hear it and have no session that subscribes to it, by name.</param>
public sealed record HeardMessages(string? ThingType, string Channel, string Filter, double? PerSecond,
    IReadOnlyList<string> HeardBy, IReadOnlyList<string> Away, IReadOnlyList<string> MayHear);

/// <summary>Finds which applications hear what the fleet publishes. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class ListenerQueries(
    ApplicationQueries applications, TopicActivity activity, TopicFilterTrie subscriptions, LiveConnections connections)
{
    /// <summary>
    /// Returns every kind of message that Things have published since the portal started, busiest first, and the lifecycle events, with
    /// their listeners.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<HeardMessages>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        Among(await applications.ListAsync(null, null, ApplicationQueries.MaxListed, actor, cancellationToken), actor);

    /// <summary>Returns the same for applications that the caller has read already. Reads memory only.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<HeardMessages> Among(IEnumerable<ApplicationView> all, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var known = all.Where(application => application.Enabled).ToList();
        return [.. activity.Channels().OrderByDescending(one => one.PerSecond)
            .Select(one => Of(one.ThingType, one.Channel, $"{ApplicationRights.Root}/{one.ThingType}/+/{one.Channel}/#", one.PerSecond,
                one.SampleTopic, known)),
            Of(null, "presence", "$fleet/events/presence/#", null, "$fleet/events/presence/connected/x", known),
            Of(null, "certificate", "$fleet/events/certificate/#", null, "$fleet/events/certificate/active/x", known)];
    }

    private HeardMessages Of(
        string? type, string channel, string filter, double? perSecond, string sample, List<ApplicationView> known)
    {
        var clients = new HashSet<string>(StringComparer.Ordinal);
        if (TopicName.TryParse(sample, out var topic))
        {
            subscriptions.CollectClients(topic, clients);
        }

        var heardBy = clients.Select(client => connections.OfClient(client)?.ApplicationName).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var away = clients.Select(client => LiveConnections.NameOf(client).ToString()).ToHashSet(StringComparer.Ordinal);
        var awayBy = known.Where(application => away.Contains(application.Name) && !heardBy.Contains(application.Name)).ToList();
        var mayHear = known.Except(awayBy).Where(application => !heardBy.Contains(application.Name)
            && application.Rights.Hears.Any(right => right.MatchesPattern(topic)));
        return new HeardMessages(type, channel, filter, perSecond, [.. heardBy.Order(StringComparer.Ordinal)],
            [.. awayBy.Select(application => application.Name)], [.. mayHear.Select(application => application.Name)]);
    }
}
