using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>A revocation batch that is not done.</summary>
public sealed record OpenRevocationBatch(string Id, BatchState State, int Total, int Canary, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>Reads revocation batches. All queries need the right <see cref="Permission.Read"/>.</summary>
public sealed class RevocationBatchQueries(Registry registry)
{
    private const int MaxListed = 50;
    private const int MaxFailures = 100;

    /// <summary>Returns a batch, or null if there is none with this id.</summary>
    public async Task<RevocationBatchView?> FindAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<RevocationBatchRecord>().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } batch
            ? await ViewAsync(db, batch, cancellationToken) : null;
    }

    /// <summary>The 50 newest batches, the newest first.</summary>
    public async Task<IReadOnlyList<RevocationBatchView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var batches = await db.Set<RevocationBatchRecord>().OrderByDescending(x => x.Key).Take(MaxListed).ToListAsync(cancellationToken);
        var views = new List<RevocationBatchView>();
        foreach (var batch in batches)
        {
            views.Add(await ViewAsync(db, batch, cancellationToken));
        }

        return views;
    }

    /// <summary>The newest batches that are not done: running, or waiting for an operator. At most 50.</summary>
    public async Task<IReadOnlyList<OpenRevocationBatch>> OpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<RevocationBatchRecord>().Where(x => x.State < BatchState.Done).OrderByDescending(x => x.Key).Take(MaxListed)
            .Select(x => new OpenRevocationBatch(x.Id, x.State, x.Total, x.Canary, x.CreatedBy, x.CreatedAt))
                .ToListAsync(cancellationToken);
    }

    private static async Task<RevocationBatchView> ViewAsync(
        FleetDbContext db, RevocationBatchRecord batch, CancellationToken cancellationToken)
    {
        var items = db.Set<RevocationBatchItemRecord>().Where(x => x.BatchKey == batch.Key);
        var counts = await items.GroupBy(x => x.State)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        var failures = await items.Where(x => x.State == BatchItemState.Failed).OrderBy(x => x.Position).Take(MaxFailures)
            .Join(db.Set<CertificateRecord>(), x => x.CertificateKey,
                x => x.Key, (item, certificate) => new { certificate.Id, item.Code, item.Message }).ToListAsync(cancellationToken);
        return new RevocationBatchView(
            batch.Id, batch.Selection, batch.Reason, batch.State,
            batch.Total, batch.Canary, counts.GetValueOrDefault(BatchItemState.Done), counts.GetValueOrDefault(BatchItemState.Failed),
            batch.SessionsClosed, batch.LeftWithoutCredential, batch.CreatedAt, batch.CreatedBy, batch.EndedAt,
            [.. failures.Select(x => new BatchFailure(CertificateId.FromOctets(x.Id).ToString(), x.Code!, x.Message!))],
            await KnownAsync(db, batch, cancellationToken));
    }

    /// <summary>
    /// Returns the longest of each propagation time over all processed certificates. A time is null if it is missing for any certificate;
    /// the time of closed sessions only counts certificates that had one.
    /// </summary>
    private static async Task<PropagationTimes?> KnownAsync(
        FleetDbContext db, RevocationBatchRecord batch, CancellationToken cancellationToken)
    {
        var timings = db.Set<RevocationBatchItemRecord>().Where(x => x.BatchKey == batch.Key && x.State == BatchItemState.Done)
            .Join(db.Set<StatusTimingRecord>().Where(x => x.At >= batch.CreatedAt),
                x => x.CertificateKey, x => x.CertificateKey, (_, timing) => timing);
        var worst = await timings.GroupBy(_ => 1).Select(group => new
        {
            Closed = group.Max(x => x.SessionClosed),
            Refused = group.Any(x => x.ReconnectRefused == null) ? null : group.Max(x => x.ReconnectRefused),
            Ocsp = group.Any(x => x.Ocsp == null) ? null : group.Max(x => x.Ocsp),
            Crl = group.Any(x => x.Crl == null) ? null : group.Max(x => x.Crl),
        }).SingleOrDefaultAsync(cancellationToken);
        return worst is null ? null : new PropagationTimes(Span(worst.Closed), Span(worst.Refused), Span(worst.Ocsp), Span(worst.Crl));
    }

    private static TimeSpan? Span(int? microseconds) => microseconds is { } number ? TimeSpan.FromMicroseconds(number) : null;
}
