using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Selects certificates by identifiers or by a query of the inventory. Revoked certificates are left out.</summary>
/// <param name="Ids">The identifiers; null if the query selects.</param>
/// <param name="Query">The query; null if the identifiers select.</param>
public sealed record CertificateSelection(IReadOnlyCollection<CertificateId>? Ids, CertificateQuery? Query)
{
    /// <summary>The highest number of identifiers.</summary>
    public const int MaxIds = 1000;

    /// <summary>The selection as text, for the audit and the page.</summary>
    public string Description => Ids is { } ids
        ? $"{ids.Count} by name"
        : string.Join(' ', new[] { Term("status", Query!.Status?.ToString().ToLowerInvariant()),
            Query.Usable ? "usable" : null, Term("authority", Query.AuthorityId), Term("from", Query.ExpiresFrom?.ToString("u")),
            Term("before", Query.ExpiresBefore?.ToString("u")), Query.Text }.OfType<string>());

    /// <summary>Checks the selection before anything is read.</summary>
    /// <exception cref="FleetError"><c>selection-invalid</c>: both ways or none are given, there are too many identifiers, or the query
    /// would select every certificate.</exception>
    internal void Check()
    {
        var fault = this switch
        {
            { Ids: null, Query: null } or { Ids: not null, Query: not null } => "Send either ids or a query, not both.",
            { Ids: { Count: 0 or > MaxIds } } => $"Send 1 to {MaxIds} ids.",
            { Query: { } query } when query == new CertificateQuery() => "An empty query would select every certificate. Add a condition.",
            _ => null,
        };
        if (fault is not null)
        {
            throw new FleetError(RevocationErrors.SelectionInvalid, [new Fault(Ids is null ? "q" : "ids", fault)]);
        }
    }

    /// <summary>Selects the certificates that a revocation would change.</summary>
    /// <param name="db">The database.</param>
    /// <param name="now">The time by which the query decides on expiry.</param>
    /// <param name="reason">The reason of the revocation. With keyCompromise, all certificates with the keys of the selected ones are
    /// included, unless they are already revoked for this reason; identifiers may name revoked certificates then.</param>
    internal IQueryable<CertificateRecord> Rows(FleetDbContext db, DateTimeOffset now, RevocationReason? reason)
    {
        if (reason != RevocationReason.KeyCompromise)
        {
            return Rows(db, now);
        }

        var octets = Ids?.Select(id => id.ToOctets()).ToList();
        var chosen = octets is null ? Rows(db, now) : db.Set<CertificateRecord>().Where(x => octets.Contains(x.Id));
        var keys = chosen.Select(x => x.KeyHash);
        return db.Set<CertificateRecord>().Where(x => keys.Contains(x.KeyHash)
            && (x.Status != CertificateStatus.Revoked || x.RevocationReason != RevocationReason.KeyCompromise));
    }

    /// <summary>Selects the certificates of the selection that are not revoked.</summary>
    internal IQueryable<CertificateRecord> Rows(FleetDbContext db, DateTimeOffset now)
    {
        if (Query is { } query)
        {
            return CertificateFilter.Apply(db, query, now).Where(x => x.Status != CertificateStatus.Revoked);
        }

        var octets = Ids!.Select(id => id.ToOctets()).ToList();
        return db.Set<CertificateRecord>().Where(x => octets.Contains(x.Id) && x.Status != CertificateStatus.Revoked);
    }

    private static string? Term(string name, string? value) => value is null ? null : $"{name}:{value}";
}
