using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.EventStreams;

/// <summary>One counted event stream. Dispose it when the stream ends.</summary>
public sealed class EventListener : IDisposable
{
    private readonly Action<EventListener> _leave;

    internal EventListener(Actor actor, Action<EventListener> leave) => (Actor, _leave) = (actor, leave);

    /// <summary>The actor who listens.</summary>
    public Actor Actor { get; }

    /// <inheritdoc/>
    public void Dispose() => _leave(this);
}
