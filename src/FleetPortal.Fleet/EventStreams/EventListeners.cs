using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>
/// The open event streams. Bounded: <see cref="MaxPerActor"/> of one actor, <see cref="MaxStreams"/> in all, and
/// <see cref="ForAdministrators"/> more for administrators only, so that other actors cannot keep them out. Thread-safe.
/// </summary>
public sealed class EventListeners
{
    /// <summary>The maximum number of streams of one actor.</summary>
    public const int MaxPerActor = 10;

    /// <summary>The maximum number of streams of all actors.</summary>
    public const int MaxStreams = 100;

    /// <summary>The number of additional streams for administrators.</summary>
    public const int ForAdministrators = 20;

    private readonly Lock _lock = new();
    private readonly List<EventListener> _listeners = [];

    /// <summary>Counts a new stream. Dispose the result when the stream ends.</summary>
    /// <param name="actor">The actor who listens; needs <see cref="Permission.Read"/>.</param>
    /// <exception cref="FleetError"><c>forbidden</c>, <c>too-many-streams</c>.</exception>
    public EventListener Enter(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        lock (_lock)
        {
            if (_listeners.Count(listener => listener.Actor.Key == actor.Key) >= MaxPerActor)
            {
                throw new FleetError(FleetErrorKind.TooMany,
                    EventStreamErrors.TooManyStreams, $"{actor.Name} has {MaxPerActor} event streams open already. Close one first.");
            }

            if (_listeners.Count >= MaxStreams + (actor.CurrentRole == Role.Administrator ? ForAdministrators : 0))
            {
                throw new FleetError(FleetErrorKind.Unavailable,
                    EventStreamErrors.TooManyStreams, $"{_listeners.Count} event streams are open already. Close one first.");
            }

            var listener = new EventListener(actor, Leave);
            _listeners.Add(listener);
            return listener;
        }
    }

    private void Leave(EventListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }
}
