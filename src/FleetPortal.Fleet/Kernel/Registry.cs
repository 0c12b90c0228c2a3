using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Gives access to the tables. It has no public members: use cases and queries of this project use it; pages and endpoints cannot.
/// </summary>
public sealed class Registry : IAsyncDisposable
{
    private readonly IDbContextFactory<FleetDbContext> _contexts;
    private readonly RegistryWriter _writer;
    private readonly PreparedReads _prepared;
    private readonly Lazy<IReadOnlyList<IAfterCommit>> _afterCommit;

    /// <summary>Creates the registry and starts its writer.</summary>
    /// <param name="afterCommit">The work after a commit. It is read at the first commit that needs it, because that work uses the registry
    /// itself.</param>
    internal Registry(
        IDbContextFactory<FleetDbContext> contexts,
        FleetEvents events, IEnumerable<IWriteStep> steps, Func<IEnumerable<IAfterCommit>> afterCommit, TimeProvider time)
    {
        _afterCommit = new Lazy<IReadOnlyList<IAfterCommit>>(() => [.. afterCommit()]);
        _contexts = contexts;
        _prepared = new PreparedReads(contexts);
        _writer = new RegistryWriter(contexts, events, [.. steps], time);
        Time = time;
    }

    /// <summary>The clock that use cases and queries use.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Creates a context for reading. The caller disposes it.</summary>
    internal FleetDbContext Read()
    {
        var db = _contexts.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    /// <summary>Runs a read that happens for every connection, with statements that are prepared once.</summary>
    internal T Read<T>(Func<PreparedStatements, T> work) => _prepared.Read(work);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction, and after the commit the <see cref="IAfterCommit"/> work. Returns the result when
    /// both are done.
    /// </summary>
    internal async Task<T> WriteAsync<T>(Func<WriteScope, T> work, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        var committed = await _writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        if (committed.Notes.Count > 0)
        {
            await RunAfterCommitAsync([.. committed.Notes], started).ConfigureAwait(false);
        }

        return committed.Result;
    }

    /// <summary>Like the other overload, for work without a result.</summary>
    internal Task WriteAsync(Action<WriteScope> work, CancellationToken cancellationToken) =>
        WriteAsync(
            scope =>
            {
                work(scope);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Runs each work in its own transaction, and after the commits the <see cref="IAfterCommit"/> work once for all of them. A transaction
    /// that fails does not affect the others.
    /// </summary>
    /// <returns>One completed task for each work, in the same order.</returns>
    internal async Task<IReadOnlyList<Task<T>>> WriteTogetherAsync<T>(
        IEnumerable<Func<WriteScope, T>> works, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        var writes = works.Select(work => _writer.WriteAsync(work, cancellationToken)).ToList();
        await ((Task)Task.WhenAll(writes)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RunAfterCommitAsync([.. writes.Where(write => write.IsCompletedSuccessfully).SelectMany(write => write.Result.Notes)],
            started).ConfigureAwait(false);
        return [.. writes.Select(ResultOf)];
    }

    private static async Task<T> ResultOf<T>(Task<Committed<T>> write) => (await write.ConfigureAwait(false)).Result;

    private async Task RunAfterCommitAsync(List<object> notes, long started)
    {
        foreach (var step in notes.Count == 0 ? [] : _afterCommit.Value)
        {
            var own = notes.Where(step.NoteType.IsInstanceOfType).ToList();
            if (own.Count > 0)
            {
                await step.RunAsync(own, started).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _prepared.Dispose();
    }
}
