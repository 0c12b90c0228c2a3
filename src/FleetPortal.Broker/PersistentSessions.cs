using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>Deletes what the broker keeps for a Thing or an application that is retired: its sessions and its retained messages.</summary>
internal sealed class PersistentSessions(SessionTable sessions, RetainedStore retained) : IPersistentSessions
{
    /// <inheritdoc/>
    public SessionState? FindAbsent(string clientId) => sessions.Find(clientId) is { IsConnected: false } session ? session.State() : null;

    /// <inheritdoc/>
    public IReadOnlyList<AbsentSession> AbsentOf(string application) =>
        [.. Of(application).Where(session => !session.IsConnected).OrderBy(session => session.ClientId, StringComparer.Ordinal)
            .Select(session => new AbsentSession(session.ClientId, session.State()))];

    /// <inheritdoc/>
    public async Task ForgetAsync(string thingName)
    {
        foreach (var session in Of(thingName).ToList())
        {
            await sessions.EndAsync(session);
        }

        retained.Forget(thingName);
    }

    /// <summary>The sessions of a Thing or an application, which has one for each instance: {application}.{instance}.</summary>
    private IEnumerable<Session> Of(string name) => sessions.All.Where(session => session.ClientId == name
        || (session.ClientId.Length > name.Length && session.ClientId[name.Length] == '.'
            && session.ClientId.StartsWith(name, StringComparison.Ordinal)));
}
