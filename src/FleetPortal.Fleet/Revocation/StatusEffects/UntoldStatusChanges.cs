using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Finds the certificates of which no follower may have been told, because the portal died between a commit and its effects. Every change
/// of a certificate is an audit entry of the same transaction. So a mark in the audit is enough: it moves while the portal runs, always
/// behind what was told, and the next start reads the entries after it. What is told twice is told with the status of that moment.
/// </summary>
public sealed class UntoldStatusChanges(Registry registry)
{
    /// <summary>The most certificates that a start tells of: the newest changes.</summary>
    public const int MaxCertificates = 10_000;

    private const int ReadTogether = 500;

    private const string SetMark = """
        INSERT INTO StatusMarks ("Key", Sequence) VALUES (1, $1) ON CONFLICT ("Key") DO UPDATE SET Sequence = excluded.Sequence
        """;

    private const string SelectHead = "SELECT coalesce(max(Sequence), 0) FROM Audit";
    private long? _told;

    /// <summary>
    /// Moves the mark to the newest entry of the run before: followers were told of it long ago. Writes nothing if nothing was added.
    /// </summary>
    public async Task MoveMarkAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var head = await db.Set<AuditRecord>().MaxAsync(x => (long?)x.Sequence, cancellationToken) ?? 0;
        if (_told is { } told && await MarkAsync(db, cancellationToken) != told)
        {
            await registry.WriteAsync(scope => { scope.Statements.Execute(SetMark, told); }, cancellationToken);
        }

        _told = head;
    }

    /// <summary>
    /// Returns the certificates that were changed after the mark, each once, with its status now. A registry without a mark gets one, and
    /// nothing is returned. Call it at start.
    /// </summary>
    public async Task<IReadOnlyList<CertificateStatusChange>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        if (await MarkAsync(db, cancellationToken) is not { } mark)
        {
            await registry.WriteAsync(
                scope => { scope.Statements.Execute(SetMark, scope.Statements.Scalar<long>(SelectHead)); }, cancellationToken);
            return [];
        }

        var ids = await db.Set<AuditRecord>().Where(x => x.Sequence > mark && x.TargetKind == AuditTargets.Certificate)
            .OrderByDescending(x => x.Sequence).Select(x => x.Target).Take(MaxCertificates).ToListAsync(cancellationToken);
        var changes = new List<CertificateStatusChange>();
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Reverse().Chunk(ReadTogether))
        {
            List<byte[]> octets = [.. some.Select(id => CertificateId.TryParse(id, out var parsed) ? parsed : null)
                .OfType<CertificateId>().Select(id => id.ToOctets())];
            var found = await db.Set<CertificateRecord>().Where(x => octets.Contains(x.Id))
                .Select(x => new { x.Id, x.SerialNumber, x.Status, x.Thing!.Name, x.Thing.Kind }).ToListAsync(cancellationToken);
            var changed = found.Select(row => new CertificateStatusChange(
                CertificateId.FromOctets(row.Id), row.Name, row.Kind, row.SerialNumber, row.Status)).ToDictionary(one => one.Id.ToString());
            changes.AddRange(some.Where(changed.ContainsKey).Select(id => changed[id]));
        }

        return changes;
    }

    private static async Task<long?> MarkAsync(FleetDbContext db, CancellationToken cancellationToken) =>
        await db.Set<StatusMarkRecord>().Select(x => (long?)x.Sequence).SingleOrDefaultAsync(cancellationToken);
}
