using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Maps the table of <see cref="ThingGroupRecord"/>.</summary>
internal sealed class ThingGroupModel : IEntityTypeConfiguration<ThingGroupRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ThingGroupRecord> group)
    {
        group.ToTable("ThingGroups").HasKey(x => new { x.ThingKey, x.Name });
        group.HasIndex(x => new { x.Name, x.ThingKey });
    }
}
