using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Maps the table of <see cref="ThingRecord"/>.</summary>
internal sealed class ThingModel : IEntityTypeConfiguration<ThingRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ThingRecord> thing)
    {
        thing.ToTable("Things").HasKey(x => x.Key);
        thing.Property(x => x.Name).UseCollation(FleetDbContext.CaseInsensitive);
        thing.HasIndex(x => x.Name).IsUnique();
        thing.HasIndex(x => new { x.Type, x.Name });
        thing.HasIndex(x => new { x.CredentialStatus, x.Name });
        thing.HasIndex(x => new { x.CredentialNotAfter, x.Name });

        // A covering index for the counts by status and by week of expiry.
        thing.HasIndex(x => new { x.CredentialStatus, x.CredentialNotAfter, x.Enabled })
            .HasFilter($"\"RetiredAt\" IS NULL AND \"Kind\" = {(int)PrincipalKind.Thing}");
        thing.HasIndex(x => x.CredentialLowered).HasFilter("\"CredentialLowered\"");
        thing.HasIndex(x => new { x.Connected, x.Name });
        thing.HasIndex(x => new { x.LastSeenAt, x.Name });
        thing.Property(x => x.RollingProof).HasDefaultValue(false);
        thing.Property(x => x.Kind).HasDefaultValue(PrincipalKind.Thing);
        thing.HasIndex(x => x.Kind).HasFilter($"\"Kind\" = {(int)PrincipalKind.Application}");
        thing.HasMany(x => x.Groups).WithOne().HasForeignKey(x => x.ThingKey);
    }
}
