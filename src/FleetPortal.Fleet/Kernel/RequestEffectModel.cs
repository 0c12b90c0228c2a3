using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Maps the table of <see cref="RequestEffectRecord"/>.</summary>
internal sealed class RequestEffectModel : IEntityTypeConfiguration<RequestEffectRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RequestEffectRecord> effect)
    {
        effect.ToTable("RequestEffects").HasKey(x => new { x.Owner, x.Key, x.Sequence });
        effect.HasOne<RequestRecord>().WithMany().HasForeignKey(x => new { x.Owner, x.Key }).OnDelete(DeleteBehavior.Cascade);
    }
}
