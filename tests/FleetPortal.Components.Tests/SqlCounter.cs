using System.Diagnostics;
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

    public SqlCounter(string path)
    {
        _path = path;
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
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
