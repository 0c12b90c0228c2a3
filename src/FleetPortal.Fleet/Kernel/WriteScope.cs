namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The transaction of one use case: the tables, the audit entries of the same transaction, and the events that are sent after the commit.
/// </summary>
internal sealed class WriteScope(FleetDbContext db, PreparedStatements statements, AuditChain chain, WriteSteps steps, DateTimeOffset now)
{
    private const string InsertAudit = """
        INSERT INTO Audit (Sequence, At, ActorKind, ActorName, ActorId, Action, TargetKind, Target, ThingName, Details, PreviousHash, Hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """;

    private readonly List<FleetEvent> _events = [];
    private Dictionary<Type, object>? _notes;

    /// <summary>The context with the tables. The registry saves its changes after the work.</summary>
    public FleetDbContext Db { get; } = db;

    /// <summary>Prepared statements, for work that runs often. They see saved rows, not unsaved changes of the change tracker.</summary>
    public PreparedStatements Statements { get; } = statements;

    /// <summary>The time of the transaction.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The steps of one kind that the slices registered, in the order of their registration.</summary>
    public IReadOnlyList<TStep> Steps<TStep>() where TStep : class, IWriteStep => steps.Of<TStep>();

    /// <summary>The events to send after the commit.</summary>
    public IReadOnlyList<FleetEvent> Events => _events;

    /// <summary>The notes for the work after the commit.</summary>
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

    /// <summary>Appends an entry to the audit chain in this transaction.</summary>
    public void Audit(Actor actor, string action, AuditTarget target, object? details = null)
    {
        var entry = chain.Append(Now, actor, action, target, details);
        Statements.Execute(
            InsertAudit, entry.Sequence,
            entry.At, entry.ActorKind, entry.ActorName, entry.ActorId, entry.Action, entry.TargetKind, entry.Target, entry.ThingName,
            entry.Details, entry.PreviousHash, entry.Hash);
        actor.Request?.NoteEffect(this, entry.Sequence);
    }

    /// <summary>Adds an event that is sent after the commit.</summary>
    public void Emit(FleetEventKind kind, string? thingName) => _events.Add(new FleetEvent(kind, thingName));
}
