using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The way to the tables. Outside this project it is a handle without members: use cases and queries take it, pages
/// and endpoints cannot do anything with it.
/// </summary>
public sealed class Registry : IAsyncDisposable
{
    private readonly IDbContextFactory<FleetDbContext> _contexts;
    private readonly RegistryWriter _writer;
    private readonly Lazy<IReadOnlyList<IAfterCommit>> _afterCommit;

    /// <param name="afterCommit">Read at the first commit that needs one: they use the registry themselves.</param>
    internal Registry(
        IDbContextFactory<FleetDbContext> contexts, FleetEvents events, IEnumerable<IWriteStep> steps, Func<IEnumerable<IAfterCommit>> afterCommit, TimeProvider time)
    {
        _afterCommit = new Lazy<IReadOnlyList<IAfterCommit>>(() => [.. afterCommit()]);
        _contexts = contexts;
        _writer = new RegistryWriter(contexts, events, [.. steps], time);
        Time = time;
    }

    internal TimeProvider Time { get; }

    /// <summary>A context for reading; one a call, disposed by the caller.</summary>
    internal FleetDbContext Read()
    {
        var db = _contexts.CreateDbContext();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    /// <summary>Runs <paramref name="work"/> in a transaction, then what follows from its commit, and answers when both are over.</summary>
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

    /// <summary>The same without an answer.</summary>
    internal Task WriteAsync(Action<WriteScope> work, CancellationToken cancellationToken) =>
        WriteAsync(
            scope =>
            {
                work(scope);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Runs each work in a transaction of its own, then what follows from their commits, once for all of them. A transaction that fails takes nothing
    /// from the others.
    /// </summary>
    /// <returns>One ended task for each work, in their order.</returns>
    internal async Task<IReadOnlyList<Task<T>>> WriteTogetherAsync<T>(IEnumerable<Func<WriteScope, T>> works, CancellationToken cancellationToken)
    {
        var started = Time.GetTimestamp();
        var writes = works.Select(work => _writer.WriteAsync(work, cancellationToken)).ToList();
        await ((Task)Task.WhenAll(writes)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RunAfterCommitAsync([.. writes.Where(write => write.IsCompletedSuccessfully).SelectMany(write => write.Result.Notes)], started).ConfigureAwait(false);
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
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
