using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Publication;

/// <summary>What is on an authority's CRL: the revoked and those on hold, until one CRL after their end (RFC 5280 §3.3).</summary>
internal static class CrlEntries
{
    /// <summary>Of all parts, or of one; read from the table as they are encoded.</summary>
    public static IEnumerable<RevokedEntry> Of(FleetDbContext db, long authorityKey, int? shard, DateTimeOffset thisUpdate)
    {
        var end = thisUpdate - CrlPublisher.Validity;
        var listed = db.Set<CertificateRecord>().Where(x => x.AuthorityKey == authorityKey && (int)x.Status >= (int)CertificateStatus.Inactive && x.NotAfter > end);
        if (shard is { } part)
        {
            listed = listed.Where(x => x.Shard == part);
        }

        // Past the change tracker and its projection: of a million rows each costs what SQLite takes for it.
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
            yield return RevocationEntries.Entry(restored.SerialNumber, restored.RevokedAt, StatusOf(restored), restored.Reason, thisUpdate);
        }
    }

    /// <summary>The status of a certificate that only a CRL from before a restore knows.</summary>
    public static CertificateStatus StatusOf(RestoredRevocationRecord restored) => restored.OnHold ? CertificateStatus.Inactive : CertificateStatus.Revoked;

    /// <summary>Their ends are not known: each stays for as long as a certificate can be valid.</summary>
    private static List<RestoredRevocationRecord> Restored(FleetDbContext db, long authorityKey, int? shard, DateTimeOffset thisUpdate)
    {
        var oldest = thisUpdate - Profile.Thing.MaxValidity;
        return [.. db.Set<RestoredRevocationRecord>().Where(x => x.AuthorityKey == authorityKey && x.RestoredAt > oldest && (shard == null || x.Shard == null || x.Shard == shard))];
    }
}
