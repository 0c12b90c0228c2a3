using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// Reads the entries of an authority's CRL: revoked certificates and those on hold, until one CRL after their expiry (RFC 5280 §3.3).
/// </summary>
internal static class CrlEntries
{
    /// <summary>
    /// Reads the entries of one part, or of all parts if <paramref name="shard"/> is null. Reads row by row while the CRL is encoded.
    /// </summary>
    public static IEnumerable<RevokedEntry> Of(FleetDbContext db, long authorityKey, int? shard, DateTimeOffset thisUpdate)
    {
        var end = thisUpdate - CrlPublisher.Validity;
        var listed = db.Set<CertificateRecord>()
            .Where(x => x.AuthorityKey == authorityKey && (int)x.Status >= (int)CertificateStatus.Inactive && x.NotAfter > end);
        if (shard is { } part)
        {
            listed = listed.Where(x => x.Shard == part);
        }

        // Bypass EF Core's change tracker and projection: for a million rows, each of them takes as long as SQLite itself.
        db.Database.OpenConnection();
        using var command = listed.Select(x => new { x.SerialNumber, x.StatusChangedAt, x.Status, x.RevocationReason }).CreateDbCommand();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return RevocationEntries.Entry(
                reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)), (CertificateStatus)reader.GetInt32(2),
                reader.IsDBNull(3) ? null : (RevocationReason)reader.GetInt32(3), thisUpdate);
        }

        foreach (var restored in Restored(db, authorityKey, shard, thisUpdate))
        {
            yield return RevocationEntries.Entry(restored.SerialNumber,
                restored.RevokedAt, StatusOf(restored), restored.Reason, thisUpdate);
        }
    }

    /// <summary>The status of a certificate that is only known from a CRL published before a restore.</summary>
    public static CertificateStatus StatusOf(RestoredRevocationRecord restored) => restored.OnHold
        ? CertificateStatus.Inactive : CertificateStatus.Revoked;

    /// <summary>
    /// Reads such certificates. Their expiry is not known, so they stay on the CRL for the longest validity of a certificate.
    /// </summary>
    private static List<RestoredRevocationRecord> Restored(FleetDbContext db, long authorityKey, int? shard, DateTimeOffset thisUpdate)
    {
        var oldest = thisUpdate - Profile.Thing.MaxValidity;
        return [.. db.Set<RestoredRevocationRecord>()
            .Where(x => x.AuthorityKey == authorityKey && x.RestoredAt > oldest && (shard == null || x.Shard == null || x.Shard == shard))];
    }
}
