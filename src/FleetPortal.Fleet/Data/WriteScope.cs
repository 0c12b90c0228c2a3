using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Events;

namespace FleetPortal.Fleet.Data;

/// <summary>What one use case sees while it writes: the tables, the audit that goes into the same transaction, and the events that leave after the commit.</summary>
internal sealed class WriteScope(FleetDbContext db, AuditChain chain, DateTimeOffset now)
{
    private readonly List<FleetEvent> _events = [];

    public FleetDbContext Db { get; } = db;

    public DateTimeOffset Now { get; } = now;

    public IReadOnlyList<FleetEvent> Events => _events;

    /// <summary>Adds the next link of the audit chain.</summary>
    public void Audit(Actor actor, string action, AuditTarget target, object? details = null) =>
        Db.Audit.Add(chain.Append(Now, actor, action, target, details));

    public void Emit(FleetEventKind kind, string? thingName) => _events.Add(new FleetEvent(kind, thingName));
}
