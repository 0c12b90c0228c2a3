using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Waves;

/// <summary>Maps the table of <see cref="WaveRecord"/>.</summary>
internal sealed class WaveModel : IEntityTypeConfiguration<WaveRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WaveRecord> wave)
    {
        wave.ToTable("Waves").HasKey(x => x.Key);
        wave.HasIndex(x => x.Id).IsUnique();
        wave.HasIndex(x => x.State).HasFilter($"\"State\" < {(int)WaveState.Done}");
    }
}
