using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Revocation.StatusEffects;

namespace FleetPortal.Broker;

/// <summary>
/// Publishes at start the lifecycle events that a crash may have lost: the ends of connections that were open when the portal died,
/// and changes of certificates that were committed shortly before. Events can therefore come twice.
/// </summary>
internal sealed class LifecycleCatchUp(
    AttemptRecorder recorder, LastDisconnects disconnects, UntoldStatusChanges untold, LifecycleEvents events, TimeProvider time)
{
    /// <summary>Publishes what is missing. The sessions must be loaded, and no client may be connected yet.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var thing in recorder.TakeInterrupted())
        {
            var last = new LastDisconnect(time.GetUtcNow(), DisconnectReason.ShuttingDown, null, thing);
            disconnects.Note(thing, last);
            events.Disconnected(last, null);
        }

        foreach (var change in await untold.ReadAsync(cancellationToken))
        {
            events.StatusChanged(change);
        }
    }
}
