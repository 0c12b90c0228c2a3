using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Maps the table of <see cref="CertificateRecord"/>.</summary>
internal sealed class CertificateModel : IEntityTypeConfiguration<CertificateRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<CertificateRecord> certificate)
    {
        certificate.ToTable("Certificates").HasKey(x => x.Key);
        certificate.HasIndex(x => x.Id).IsUnique();
        certificate.Property(x => x.NeverConnected).HasDefaultValue(false);
        certificate.HasIndex(x => new { x.AuthorityKey, x.SerialNumber }).IsUnique();
        certificate.HasIndex(x => x.SerialNumber);
        certificate.HasIndex(x => new { x.Status, x.NotAfter });

        // Finds the active certificates of a Thing. With an index on ThingKey alone, SQLite would use the one above and read every active
        // certificate.
        certificate.HasIndex(x => new { x.ThingKey, x.Status, x.NotAfter });
        certificate.HasIndex(x => x.NotAfter);

        // Counts the active certificates of an authority and finds their Things without reading the rows. The filter is needed: without it,
        // SQLite would use this index for the parts of CRLs too, and read every revoked certificate for each part.
        certificate.HasIndex(x => new { x.AuthorityKey, x.NotAfter, x.ThingKey })
            .HasFilter($"\"Status\" = {(int)CertificateStatus.Active}");
        certificate.HasIndex(x => x.PredecessorKey).HasFilter("\"PredecessorKey\" IS NOT NULL");

        // Finds the entries of a CRL part: revoked certificates and those on hold.
        certificate.HasIndex(x => new { x.AuthorityKey, x.Shard }).HasFilter($"\"Status\" >= {(int)CertificateStatus.Inactive}");
        certificate.HasOne(x => x.Thing).WithMany().HasForeignKey(x => x.ThingKey);
        certificate.HasOne(x => x.Authority).WithMany().HasForeignKey(x => x.AuthorityKey);
        certificate.HasOne<ThingKeyRecord>().WithMany()
            .HasForeignKey(x => new { x.KeyHash, x.ThingKey })
            .HasPrincipalKey(x => new { x.KeyHash, x.ThingKey });
    }
}
