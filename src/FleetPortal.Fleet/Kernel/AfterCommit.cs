namespace FleetPortal.Fleet.Kernel;

/// <summary>The typed form of <see cref="IAfterCommit"/>.</summary>
internal abstract class AfterCommit<TNote> : IAfterCommit
    where TNote : class
{
    /// <inheritdoc/>
    public Type NoteType => typeof(TNote);

    /// <inheritdoc/>
    public Task RunAsync(IReadOnlyList<object> notes, long started) => RunAsync([.. notes.Cast<TNote>()], started);

    /// <inheritdoc cref="IAfterCommit.RunAsync"/>
    protected abstract Task RunAsync(IReadOnlyList<TNote> notes, long started);
}
