using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Maps the table of <see cref="RotationRecord"/>.</summary>
internal sealed class RotationModel : IEntityTypeConfiguration<RotationRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RotationRecord> rotation)
    {
        rotation.ToTable("Rotations").HasKey(x => x.Key);
        rotation.HasIndex(x => x.Id).IsUnique();
        rotation.HasIndex(x => new { x.State, x.CommitDueAt });

        // At most one open rotation for each Thing.
        rotation.HasIndex(x => x.ThingKey, "IX_Rotations_Open").IsUnique().HasFilter($"\"State\" < {(int)RotationState.Committed}");
        rotation.HasIndex(x => new { x.ThingKey, x.Key });
        rotation.HasOne(x => x.Thing).WithMany().HasForeignKey(x => x.ThingKey);
        rotation.HasOne(x => x.OldCertificate).WithMany().HasForeignKey(x => x.OldCertificateKey);
        rotation.HasOne(x => x.NewCertificate).WithMany().HasForeignKey(x => x.NewCertificateKey);
    }
}
