namespace FleetPortal.Fleet.Kernel;

/// <summary>What one use case sees while it writes: the tables, the audit that goes into the same transaction, and the events that leave after the commit.</summary>
internal sealed class WriteScope(FleetDbContext db, PreparedStatements statements, AuditChain chain, WriteSteps steps, DateTimeOffset now)
{
    private const string InsertAudit = """
        INSERT INTO Audit (Sequence, At, ActorKind, ActorName, ActorId, Action, TargetKind, Target, ThingName, Details, PreviousHash, Hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private readonly List<FleetEvent> _events = [];
    private Dictionary<Type, object>? _notes;

    public FleetDbContext Db { get; } = db;

    /// <summary>For what runs often. They see what was saved, not what the change tracker still holds.</summary>
    public PreparedStatements Statements { get; } = statements;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The steps of one kind that the slices registered, in the order of their registration.</summary>
    public IReadOnlyList<TStep> Steps<TStep>() where TStep : class, IWriteStep => steps.Of<TStep>();

    public IReadOnlyList<FleetEvent> Events => _events;

    /// <summary>What the transaction left for the work after its commit.</summary>
    public IReadOnlyCollection<object> Notes => _notes is null ? [] : _notes.Values;

    /// <summary>The note of this transaction for an <see cref="AfterCommit{TNote}"/>; the first call creates it.</summary>
    public TNote Note<TNote>() where TNote : class, new()
    {
        _notes ??= [];
        if (!_notes.TryGetValue(typeof(TNote), out var note))
        {
            _notes[typeof(TNote)] = note = new TNote();
        }

        return (TNote)note;
    }

    /// <summary>Adds the next link of the audit chain.</summary>
    public void Audit(Actor actor, string action, AuditTarget target, object? details = null)
    {
        var entry = chain.Append(Now, actor, action, target, details);
        Statements.Execute(
            InsertAudit, entry.Sequence, entry.At, entry.ActorKind, entry.ActorName, entry.ActorId, entry.Action, entry.TargetKind, entry.Target, entry.ThingName,
            entry.Details, entry.PreviousHash, entry.Hash);
        actor.Request?.NoteEffect(this, entry.Sequence);
    }

    public void Emit(FleetEventKind kind, string? thingName) => _events.Add(new FleetEvent(kind, thingName));
}
