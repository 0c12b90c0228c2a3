using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Health;

/// <summary>Whether the database can be read and takes writes, by doing both. Health asks for it, and anybody may ask for health.</summary>
public sealed class DatabaseCheck(Registry registry)
{
    private const string Write = "INSERT INTO SelfChecks (\"Key\", At) VALUES (1, $1) ON CONFLICT (\"Key\") DO UPDATE SET At = excluded.At";

    // A write waits longer than this for a lock; whoever watches the portal is told before.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Strangers may ask: this many writes a second at most, however many ask.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task? _write;
    private long _startedAt;

    /// <summary>Why reads fail, or null.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = registry.Read();
            await db.Set<AuthorityRecord>().AnyAsync(cancellationToken);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Reason(e);
        }
    }

    /// <summary>Why writes fail, or null. Waits at most a few seconds; the result is up to two seconds old.</summary>
    public async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CurrentWrite().WaitAsync(Patience, registry.Time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"a write has waited for {Patience.TotalSeconds:0} seconds: another process holds a lock on the database, or the disk does not answer";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Reason(e);
        }
    }

    /// <summary>One write at a time, so a database that is locked collects none.</summary>
    private Task CurrentWrite()
    {
        lock (_lock)
        {
            if (_write is null || (_write.IsCompleted && registry.Time.GetElapsedTime(_startedAt) >= KeptFor))
            {
                _startedAt = registry.Time.GetTimestamp();
                _write = registry.WriteAsync(scope => { scope.Statements.Execute(Write, scope.Now); }, CancellationToken.None);
            }

            return _write;
        }
    }

    private static string Reason(Exception e) => FleetError.OfDatabase(e) is { } error ? $"{error.Code}: {error.InnerException!.Message}" : e.Message;
}
