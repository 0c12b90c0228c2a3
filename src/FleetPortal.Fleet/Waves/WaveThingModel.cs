using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Waves;

/// <summary>Maps the table of <see cref="WaveThingRecord"/>.</summary>
internal sealed class WaveThingModel : IEntityTypeConfiguration<WaveThingRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<WaveThingRecord> thing)
    {
        thing.ToTable("WaveThings").HasKey(x => new { x.WaveKey, x.Position });
        thing.HasIndex(x => new { x.WaveKey, x.State, x.Position });

        // A Thing is open in at most one wave.
        thing.HasIndex(x => x.ThingKey).IsUnique().HasFilter($"\"State\" < {(int)WaveThingState.Proven}");
        thing.Property(x => x.ReceivedBefore).HasDefaultValue(0L);
        thing.Property(x => x.LostBefore).HasDefaultValue(0L);
        thing.Property(x => x.CountedIn).HasDefaultValue(0L);
        thing.HasIndex(x => x.RotationKey);
        thing.HasIndex(x => x.DoneAt).HasFilter("\"Received\" IS NULL");
        thing.HasOne<WaveRecord>().WithMany().HasForeignKey(x => x.WaveKey);
        thing.HasOne<ThingRecord>().WithMany().HasForeignKey(x => x.ThingKey);
    }
}
