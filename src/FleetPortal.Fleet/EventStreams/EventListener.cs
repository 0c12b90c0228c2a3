using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>A place among those who listen, until it is disposed.</summary>
public sealed class EventListener : IDisposable
{
    private readonly Action<EventListener> _leave;

    internal EventListener(Actor actor, Action<EventListener> leave) => (Actor, _leave) = (actor, leave);

    /// <summary>Who listens.</summary>
    public Actor Actor { get; }

    /// <inheritdoc/>
    public void Dispose() => _leave(this);
}
