using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Reads with statements that are prepared once, on connections that stay open. For a read that every CONNECT does: preparing its statement
/// took most of the time of the decision. Bounded: at most <see cref="MaxIdle"/> connections stay open. Thread-safe.
/// </summary>
internal sealed class PreparedReads(IDbContextFactory<FleetDbContext> contexts) : IDisposable
{
    /// <summary>The number of connections that stay open. A read beyond them opens its own and closes it.</summary>
    public const int MaxIdle = 8;

    private readonly Lock _lock = new();
    private readonly Stack<Reader> _idle = [];
    private bool _disposed;

    /// <summary>Runs a read that sees what is committed. A connection on which a read failed is not used again.</summary>
    public T Read<T>(Func<PreparedStatements, T> work)
    {
        var reader = Take() ?? new Reader(contexts.CreateDbContext());
        var completed = false;
        try
        {
            var result = work(reader.Statements);
            completed = true;
            return result;
        }
        finally
        {
            if (!completed || !Keep(reader))
            {
                reader.Dispose();
            }
        }
    }

    /// <summary>Closes the connections. A read after it fails.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var reader))
            {
                reader.Dispose();
            }
        }
    }

    private Reader? Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _idle.TryPop(out var reader) ? reader : null;
        }
    }

    private bool Keep(Reader reader)
    {
        lock (_lock)
        {
            if (_disposed || _idle.Count == MaxIdle)
            {
                return false;
            }

            _idle.Push(reader);
            return true;
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly FleetDbContext _db;

        public Reader(FleetDbContext db)
        {
            _db = db;
            Statements = new PreparedStatements(db);
            db.Database.OpenConnection();
        }

        public PreparedStatements Statements { get; }

        public void Dispose()
        {
            Statements.Dispose();
            _db.Dispose();
        }
    }
}
