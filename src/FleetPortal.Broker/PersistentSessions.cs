using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>Deletes what the broker keeps for a Thing that is retired: its session and its retained messages.</summary>
internal sealed class PersistentSessions(SessionTable sessions, RetainedStore retained) : IPersistentSessions
{
    /// <inheritdoc/>
    public async Task ForgetAsync(string thingName)
    {
        if (sessions.Find(thingName) is { } session)
        {
            await sessions.EndAsync(session);
        }

        retained.Forget(thingName);
    }
}
