using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Data;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What is on an authority's CRL: the revoked and those on hold, until one CRL after their end (RFC 5280 §3.3).</summary>
internal static class CrlEntries
{
    /// <summary>Of all parts, or of one; read from the table as they are encoded.</summary>
    public static IEnumerable<RevokedEntry> Of(FleetDbContext db, long authorityKey, int? shard, DateTimeOffset now)
    {
        var end = now - CrlPublisher.Validity;
        var listed = db.Certificates.Where(x => x.AuthorityKey == authorityKey && (int)x.Status >= (int)CertificateStatus.Inactive && x.NotAfter > end);
        if (shard is { } part)
        {
            listed = listed.Where(x => x.Shard == part);
        }

        return listed.Select(x => new { x.SerialNumber, x.StatusChangedAt, x.Status, x.RevocationReason })
            .AsEnumerable()
            .Select(x => RevocationWords.Entry(x.SerialNumber, x.StatusChangedAt, x.Status, x.RevocationReason));
    }
}
