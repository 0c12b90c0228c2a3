using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Maps the table of <see cref="StatusMarkRecord"/>.</summary>
internal sealed class StatusMarkModel : IEntityTypeConfiguration<StatusMarkRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<StatusMarkRecord> mark)
    {
        mark.ToTable("StatusMarks").HasKey(x => x.Key);
        mark.Property(x => x.Key).ValueGeneratedNever();
    }
}
