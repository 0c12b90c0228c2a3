using System.Collections.Concurrent;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// Serves the complete CRL of an authority, for tools that do not support parts. It is made on request, if something has changed. A CRL
/// with a million entries takes seconds, so a long one is made again only after ten times the duration of the last signature. One CRL for
/// each authority is kept in memory. Its number is stored before it is served, and only rises.
/// </summary>
public sealed class CompleteCrl(Registry registry, AuthorityVault vault) : IDisposable
{
    private const int Rest = 10;
    private const string Replace = """
        INSERT INTO CompleteCrls (AuthorityKey, Number, ThisUpdate, NextUpdate, AheadUntil) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (AuthorityKey) DO UPDATE SET Number = excluded.Number, ThisUpdate = excluded.ThisUpdate, NextUpdate = excluded.NextUpdate, AheadUntil = excluded.AheadUntil
        """;

    private readonly ConcurrentDictionary<long, Made> _made = [];

    // One signature at a time for each authority: the root's short CRL does not wait for the long one of another authority.
    private readonly ConcurrentDictionary<long, SemaphoreSlim> _gates = [];

    /// <summary>Returns the complete CRL in DER, or null if the portal has no own authority with this id.</summary>
    public async Task<byte[]?> FindAsync(string authorityId, CancellationToken cancellationToken)
    {
        if (SourceOf(authorityId) is not { } source)
        {
            return null;
        }

        var gate = _gates.GetOrAdd(source.AuthorityKey, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = registry.Time.GetUtcNow();
            await using var db = registry.Read();
            var revision = await source.RevisionAsync(db, cancellationToken);
            if (_made.TryGetValue(source.AuthorityKey, out var made)
                && made.Content.ThisUpdate <= now && now < made.Content.NextUpdate - (CrlPublisher.Validity / 2)
                && (made.Revision == revision || (source.MayBeLong && now < made.RestUntil)))
            {
                return made.Der;
            }

            return (_made[source.AuthorityKey] = await MakeAsync(source, db, revision)).Der;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private CrlSource? SourceOf(string authorityId) =>
        authorityId == vault.RootId ? new RootCrlSource(vault) : vault.OwnAuthorities
            .FirstOrDefault(authority => authority.Id == authorityId) is { } authority ? new IssuingCrlSource(authority) : null;

    private async Task<Made> MakeAsync(CrlSource source, FleetDbContext db, long revision)
    {
        var started = registry.Time.GetTimestamp();
        var now = registry.Time.GetUtcNow();
        var (thisUpdate, nextUpdate) = CrlTimes.Of(now, CrlPublisher.Validity);
        var number = await registry.WriteAsync(
            scope =>
            {
                var last = scope.Db.Set<CompleteCrlRecord>().SingleOrDefault(x => x.AuthorityKey == source.AuthorityKey);
                var next = CrlTimes.NextNumber(last?.Number ?? 0, now);
                scope.Statements.Execute(Replace, source.AuthorityKey,
                    next, thisUpdate, nextUpdate, CrlTimes.AheadUntil(last?.ThisUpdate, last?.NextUpdate, last?.AheadUntil, now));
                return next;
            },
            CancellationToken.None);
        var content = new CrlContent { Number = number,
            ThisUpdate = thisUpdate, NextUpdate = nextUpdate, Entries = source.Entries(db, thisUpdate) };
        return new Made(source.Sign(content),
            revision, content, registry.Time.GetUtcNow() + (registry.Time.GetElapsedTime(started) * Rest));
    }

    private sealed record Made(byte[] Der, long Revision, CrlContent Content, DateTimeOffset RestUntil);
}
