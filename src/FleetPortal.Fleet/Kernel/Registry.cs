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

    internal Registry(IDbContextFactory<FleetDbContext> contexts, FleetEvents events, IEnumerable<IWriteStep> steps, TimeProvider time)
    {
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

    internal Task<T> WriteAsync<T>(Func<WriteScope, T> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    internal Task WriteAsync(Action<WriteScope> work, CancellationToken cancellationToken) => _writer.WriteAsync(work, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
