using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Health;

/// <summary>
/// Checks that the database can be read and written, by reading and writing. Needs no right, because the health endpoint has no sign-in.
/// </summary>
public sealed class DatabaseCheck(Registry registry)
{
    private const string Write = "INSERT INTO SelfChecks (\"Key\", At) VALUES (1, $1) ON CONFLICT (\"Key\") DO UPDATE SET At = excluded.At";

    // Shorter than the time that a write waits for a lock, so that monitoring sees the problem first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Anybody may ask for health. One write is used for all requests of this time.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task? _write;
    private long _startedAt;

    /// <summary>Returns why reads fail; null if they work.</summary>
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

    /// <summary>Returns why writes fail; null if they work. Waits at most three seconds. The result is up to two seconds old.</summary>
    public async Task<string?> WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CurrentWrite().WaitAsync(Patience, registry.Time, cancellationToken);
            return null;
        }
        catch (TimeoutException)
        {
            return $"a write has waited for {Patience.TotalSeconds:0} seconds: another process holds a lock on the database, or the "
                + $"disk does not answer";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Reason(e);
        }
    }

    /// <summary>Returns the current write. Only one runs at a time, so that writes do not pile up when the database is locked.</summary>
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

    private static string Reason(Exception e) => FleetError.OfDatabase(e) is { } error
        ? $"{error.Code}: {error.InnerException!.Message}" : e.Message;
}
