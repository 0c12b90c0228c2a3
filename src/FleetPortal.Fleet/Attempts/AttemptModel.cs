using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Attempts;

/// <summary>Maps the table of <see cref="AttemptRecord"/>.</summary>
internal sealed class AttemptModel : IEntityTypeConfiguration<AttemptRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<AttemptRecord> attempt)
    {
        attempt.ToTable("Attempts").HasKey(x => x.Key);
        attempt.HasIndex(x => x.At);
        attempt.HasIndex(x => new { x.ThingName, x.At });
        attempt.HasIndex(x => new { x.ClientId, x.At });
        attempt.HasIndex(x => new { x.Allowed, x.At });
        attempt.HasIndex(x => new { x.Known, x.At });
    }
}
