using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Findings;

/// <summary>Maps the table of <see cref="FindingEntryRecord"/>.</summary>
internal sealed class FindingEntryModel : IEntityTypeConfiguration<FindingEntryRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<FindingEntryRecord> entry)
    {
        entry.ToTable("FindingEntries").HasKey(x => x.Key);
        entry.HasIndex(x => new { x.FindingKey, x.Key });
        entry.HasOne<FindingRecord>().WithMany().HasForeignKey(x => x.FindingKey);
    }
}
