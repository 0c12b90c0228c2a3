using System.Diagnostics;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FleetPortal.Components.Tests;

/// <summary>Counts the SQL commands that are executed on one database.</summary>
internal sealed class SqlCounter : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Listener = "Microsoft.EntityFrameworkCore";

    private readonly string _path;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Lock _lock = new();
    private int _count;

    private SqlCounter(string path)
    {
        _path = path;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>
    /// Starts to count, from 0. EF Core looks for listeners only once in a second, so this reads until a command is counted.
    /// </summary>
    public static async Task<SqlCounter> StartAsync(PageContext context)
    {
        var counter = new SqlCounter(context.DatabasePath);
        while (counter.Count == 0)
        {
            await context.Get<ThingQueries>().FindAsync("none", PageContext.Administrator, CancellationToken.None);
        }

        Interlocked.Exchange(ref counter._count, 0);
        return counter;
    }

    public int Count => Volatile.Read(ref _count);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
        {
            lock (_lock)
            {
                _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuted.Name));
            }
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is CommandExecutedEventData { Command.Connection.ConnectionString: { } connection }
            && connection.Contains(_path, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _count);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
