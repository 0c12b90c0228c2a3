using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Which certificates: by name, or by a query of the inventory. Those that are revoked already are left out.</summary>
/// <param name="Ids">Null where the query chooses.</param>
/// <param name="Query">Null where the identifiers choose.</param>
public sealed record CertificateSelection(IReadOnlyCollection<CertificateId>? Ids, CertificateQuery? Query)
{
    /// <summary>The most that are named one by one.</summary>
    public const int MaxIds = 1000;

    /// <summary>In words, for the audit and the page.</summary>
    public string Description => Ids is { } ids
        ? $"{ids.Count} by name"
        : string.Join(' ', new[] { Term("status", Query!.Status?.ToString().ToLowerInvariant()), Query.Usable ? "usable" : null, Term("authority", Query.AuthorityId), Term("from", Query.ExpiresFrom?.ToString("u")), Term("before", Query.ExpiresBefore?.ToString("u")), Query.Text }.OfType<string>());

    /// <exception cref="FleetError"><c>selection-invalid</c>: nothing chooses, both do, or a query that leaves nothing out.</exception>
    internal void Check()
    {
        var fault = this switch
        {
            { Ids: null, Query: null } or { Ids: not null, Query: not null } => "Give ids or a query, and not both.",
            { Ids: { Count: 0 or > MaxIds } } => $"Give 1 to {MaxIds} ids.",
            { Query: { } query } when query == new CertificateQuery() => "An empty query would choose every certificate. Narrow it.",
            _ => null,
        };
        if (fault is not null)
        {
            throw new FleetError(RevocationErrors.SelectionInvalid, [new Fault(Ids is null ? "q" : "ids", fault)]);
        }
    }

    /// <summary>The certificates that a revocation would change.</summary>
    /// <param name="reason">With keyCompromise also every other certificate of the chosen ones' keys, and those chosen by name that were revoked for another reason.</param>
    internal IQueryable<CertificateRecord> Rows(FleetDbContext db, DateTimeOffset now, RevocationReason? reason)
    {
        if (reason != RevocationReason.KeyCompromise)
        {
            return Rows(db, now);
        }

        var octets = Ids?.Select(id => id.ToOctets()).ToList();
        var chosen = octets is null ? Rows(db, now) : db.Set<CertificateRecord>().Where(x => octets.Contains(x.Id));
        var keys = chosen.Select(x => x.KeyHash);
        return db.Set<CertificateRecord>().Where(x => keys.Contains(x.KeyHash) && (x.Status != CertificateStatus.Revoked || x.RevocationReason != RevocationReason.KeyCompromise));
    }

    /// <summary>The chosen certificates that are not revoked.</summary>
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
