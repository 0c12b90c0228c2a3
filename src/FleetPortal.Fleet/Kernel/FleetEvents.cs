using System.Collections.Concurrent;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Sends events to listeners in this process. A listener runs on the thread that emits, so it must only note that something changed and do
/// its work later. Bounded by the number of listeners; each is removed when its subscription is disposed. Thread-safe.
/// </summary>
public sealed class FleetEvents
{
    private readonly ConcurrentDictionary<Subscription, Action<FleetEvent>> _listeners = [];

    /// <summary>The number of current listeners. Tests check that pages remove theirs.</summary>
    public int ListenerCount => _listeners.Count;

    /// <summary>Adds a listener for an actor. Dispose the result to remove it. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IDisposable Subscribe(Actor actor, Action<FleetEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return Subscribe(listener);
    }

    /// <summary>Adds a listener for the portal itself. Dispose the result to remove it.</summary>
    internal IDisposable Subscribe(Action<FleetEvent> listener)
    {
        var subscription = new Subscription(this);
        _listeners[subscription] = listener;
        return subscription;
    }

    /// <summary>Calls every listener with the event.</summary>
    public void Emit(FleetEvent fleetEvent)
    {
        foreach (var listener in _listeners.Values)
        {
            listener(fleetEvent);
        }
    }

    private sealed class Subscription(FleetEvents events) : IDisposable
    {
        public void Dispose() => events._listeners.TryRemove(this, out _);
    }
}
