using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Maps the table of <see cref="ThingKeyRecord"/>.</summary>
internal sealed class ThingKeyModel : IEntityTypeConfiguration<ThingKeyRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ThingKeyRecord> key)
    {
        key.ToTable("ThingKeys").HasKey(x => x.KeyHash);
        key.HasAlternateKey(x => new { x.KeyHash, x.ThingKey });
        key.HasOne<ThingRecord>().WithMany().HasForeignKey(x => x.ThingKey);
    }
}
