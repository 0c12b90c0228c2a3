using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The only writer. SQLite runs one write transaction at a time, so all writes wait in one queue. Up to 128 of them share a commit, and so
/// one flush to the disk. Each has its own savepoint: a write that fails does not affect the others. A write is reported as done only after
/// it is on the disk (synchronous=FULL).
/// </summary>
internal sealed class RegistryWriter : IAsyncDisposable
{
    private const int MaxQueued = 4096;
    private const int MaxGroup = 128;

    // In KiB; SQLite expects a negative number. With the default of 2 MiB, writes to a large fleet read their pages from the disk again.
    private const string PageCache = "PRAGMA cache_size = -65536";

    private readonly IDbContextFactory<FleetDbContext> _contexts;
    private readonly FleetEvents _events;
    private readonly WriteSteps _steps;
    private readonly TimeProvider _time;
    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Task _loop;

    // Reused for all groups, because it holds the prepared statements. Created again after a failed commit.
    private FleetDbContext? _db;
    private PreparedStatements? _statements;

    /// <summary>Starts the thread that writes.</summary>
    public RegistryWriter(
        IDbContextFactory<FleetDbContext> contexts, FleetEvents events, IReadOnlyList<IWriteStep> steps, TimeProvider time)
    {
        _contexts = contexts;
        _events = events;
        _steps = new WriteSteps(steps);
        _time = time;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Runs <paramref name="work"/> in a transaction and returns its result after the commit.</summary>
    public async Task<Committed<T>> WriteAsync<T>(Func<WriteScope, T> work, CancellationToken cancellationToken)
    {
        var item = new Item<T>(work, cancellationToken);
        await _queue.Writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
        return await item.Completion.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        Drop();
    }

    private void Run()
    {
        var group = new List<Item>(MaxGroup);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < MaxGroup && _queue.Reader.TryRead(out var item))
            {
                group.Add(item);
            }

            Commit(group);
        }
    }

    private void Commit(List<Item> group)
    {
        var done = new List<Item>(group.Count);
        try
        {
            var (db, statements) = Open();
            using var transaction = db.Database.BeginTransaction();

            // Read the end of the chain for each group, because the command line may have written to the same database.
            var chain = AuditChain.Continue(statements);
            foreach (var item in group)
            {
                if (item.IsCancelled)
                {
                    item.Cancel();
                }
                else if (RunOne(item, db, statements, chain))
                {
                    done.Add(item);
                }
            }

            transaction.Commit();
        }
        catch (Exception e)
        {
            foreach (var item in group)
            {
                item.Fail(DatabaseErrors.Translate(e));
            }

            Drop();
            return;
        }

        foreach (var item in done)
        {
            item.Complete(_events);
        }
    }

    private (FleetDbContext Db, PreparedStatements Statements) Open()
    {
        if (_db is null || _statements is null)
        {
            _db = _contexts.CreateDbContext();
            _db.Database.AutoSavepointsEnabled = false;
            _db.Database.OpenConnection();
            if (_db.Database.GetDbConnection() is SqliteConnection)
            {
                _db.Database.ExecuteSqlRaw(PageCache);
            }

            _statements = new PreparedStatements(_db);
        }

        return (_db, _statements);
    }

    private void Drop()
    {
        _statements?.Dispose();
        _db?.Dispose();
        (_statements, _db) = (null, null);
    }

    private bool RunOne(Item item, FleetDbContext db, PreparedStatements statements, AuditChain chain)
    {
        var head = chain.Head;
        statements.Execute("SAVEPOINT item");
        try
        {
            var scope = new WriteScope(db, statements, chain, _steps, _time.GetUtcNow());
            item.Run(scope);
            db.SaveChanges();
            statements.Execute("RELEASE item");
            return true;
        }
        catch (Exception e)
        {
            statements.Execute("ROLLBACK TO item");
            chain.Rewind(head);
            item.Fail(DatabaseErrors.Translate(e));
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private abstract class Item
    {
        public abstract bool IsCancelled { get; }

        public abstract void Cancel();

        public abstract void Run(WriteScope scope);

        public abstract void Complete(FleetEvents events);

        public abstract void Fail(Exception e);
    }

    private sealed class Item<T>(Func<WriteScope, T> work, CancellationToken cancellationToken) : Item
    {
        private T? _result;
        private WriteScope? _scope;

        public TaskCompletionSource<Committed<T>> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool IsCancelled => cancellationToken.IsCancellationRequested;

        public override void Cancel() => Completion.TrySetCanceled(cancellationToken);

        public override void Run(WriteScope scope)
        {
            _scope = scope;
            _result = work(scope);
        }

        public override void Complete(FleetEvents events)
        {
            Completion.TrySetResult(new Committed<T>(_result!, _scope!.Notes));
            foreach (var fleetEvent in _scope!.Events)
            {
                events.Emit(fleetEvent);
            }
        }

        public override void Fail(Exception e) => Completion.TrySetException(e);
    }
}
