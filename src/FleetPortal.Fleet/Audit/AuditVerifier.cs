using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Audit;

/// <summary>The result of the last verification of the audit chain.</summary>
/// <param name="Entries">The number of entries that were verified, beginning with the first one.</param>
/// <param name="VerifiedAt">The time of the verification; null before the first one.</param>
/// <param name="BrokenAt">The sequence number of the first entry that does not fit the one before it; null if the chain holds.</param>
public sealed record AuditChainState(long Entries, DateTimeOffset? VerifiedAt, long? BrokenAt)
{
    /// <summary>Whether the chain held when it was verified.</summary>
    public bool Holds => VerifiedAt is not null && BrokenAt is null;
}

/// <summary>
/// Verifies the hash chain of the audit while the portal runs. New entries are verified every ten seconds, all entries every
/// <see cref="FullInterval"/> and on request. One verification runs at a time. Thread-safe.
/// </summary>
public sealed class AuditVerifier(Registry registry) : IDisposable
{
    /// <summary>The interval at which all entries are verified again.</summary>
    public static readonly TimeSpan FullInterval = TimeSpan.FromHours(6);

    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset? _fullAt;
    private byte[] _lastHash = AuditHash.Genesis;

    /// <summary>The result of the last verification. It needs no right, because it contains no entry.</summary>
    public AuditChainState State { get; private set; } = new(0, null, null);

    /// <summary>Verifies every entry now and returns the result. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public Task<AuditChainState> VerifyAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        return RunAsync(full: true, cancellationToken);
    }

    /// <summary>Verifies the new entries, or all entries when that is due. For the upkeep.</summary>
    public Task StepAsync(CancellationToken cancellationToken) =>
        RunAsync(full: _fullAt is not { } at || registry.Time.GetUtcNow() - at >= FullInterval, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<AuditChainState> RunAsync(bool full, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // A broken chain is not verified further. The result keeps the first wrong entry until the next full verification.
            if (!full && State.BrokenAt is not null)
            {
                return State;
            }

            var (count, hash) = full ? (0L, AuditHash.Genesis) : (State.Entries, _lastHash);
            long? brokenAt = null;
            await using var db = registry.Read();
            if (count > 0 && !await db.Set<AuditRecord>()
                .AnyAsync(entry => entry.Sequence == count && entry.Hash == hash, cancellationToken))
            {
                // The newest entry of the last verification was changed or removed.
                return State = new AuditChainState(count, registry.Time.GetUtcNow(), count);
            }

            await foreach (var record in db.Set<AuditRecord>().AsNoTracking().Where(entry => entry.Sequence > count)
                .OrderBy(entry => entry.Sequence).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (record.Sequence != count + 1 || !AuditChain.Fits(record, hash))
                {
                    brokenAt = record.Sequence;
                    break;
                }

                (count, hash) = (record.Sequence, record.Hash);
            }

            var now = registry.Time.GetUtcNow();
            _lastHash = hash;
            _fullAt = full ? now : _fullAt;
            return State = new AuditChainState(count, now, brokenAt);
        }
        finally
        {
            _one.Release();
        }
    }
}
