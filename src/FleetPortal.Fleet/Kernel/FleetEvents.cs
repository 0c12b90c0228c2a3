using System.Collections.Concurrent;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Hands events to whoever listens. A listener only marks what is dirty: it runs inline on the emitting thread, and
/// renders later, at its own pace. Bounded by the number of listeners; each removes itself on disposal.
/// </summary>
public sealed class FleetEvents
{
    private readonly ConcurrentDictionary<Subscription, Action<FleetEvent>> _listeners = [];

    /// <summary>How many listen now; a test asserts that pages leave none behind.</summary>
    public int ListenerCount => _listeners.Count;

    /// <summary>Begins to listen for an actor, until the answer is disposed. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IDisposable Subscribe(Actor actor, Action<FleetEvent> listener)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return Subscribe(listener);
    }

    /// <summary>Begins to listen for the portal itself, until the answer is disposed.</summary>
    internal IDisposable Subscribe(Action<FleetEvent> listener)
    {
        var subscription = new Subscription(this);
        _listeners[subscription] = listener;
        return subscription;
    }

    /// <summary>Tells every listener.</summary>
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
