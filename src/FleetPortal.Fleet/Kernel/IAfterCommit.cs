namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Work that follows the commit of a transaction, such as closing sessions after a revocation. A transaction leaves a note for it
/// (<see cref="WriteScope.Note{TNote}"/>). The registry runs it before the use case continues, so that no use case can forget it.
/// </summary>
internal interface IAfterCommit
{
    /// <summary>The type of the notes that it handles.</summary>
    Type NoteType { get; }

    /// <summary>Does the work for transactions that were committed together.</summary>
    /// <param name="notes">One note for each transaction; all of <see cref="NoteType"/>.</param>
    /// <param name="started">The timestamp of the <see cref="TimeProvider"/> at which the first of the transactions was requested.</param>
    Task RunAsync(IReadOnlyList<object> notes, long started);
}
