using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>Deletes what the broker keeps for a Thing or an application that is retired: its sessions and its retained messages.</summary>
internal sealed class PersistentSessions(SessionTable sessions, RetainedStore retained) : IPersistentSessions
{
    /// <inheritdoc/>
    public async Task ForgetAsync(string thingName)
    {
        // An application has a session for each instance: {application}.{instance}.
        foreach (var session in sessions.All.Where(session => session.ClientId == thingName
            || session.ClientId.StartsWith(thingName + ".", StringComparison.Ordinal)).ToList())
        {
            await sessions.EndAsync(session);
        }

        retained.Forget(thingName);
    }
}
