using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Findings;

/// <summary>Maps the table of <see cref="FindingRecord"/>.</summary>
internal sealed class FindingModel : IEntityTypeConfiguration<FindingRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<FindingRecord> finding)
    {
        finding.ToTable("Findings").HasKey(x => x.Key);
        finding.HasIndex(x => new { x.Kind, x.Subject }).IsUnique().HasFilter($"\"State\" <= {(int)FindingState.Contained}");
        finding.HasIndex(x => new { x.Kind, x.Subject, x.Key }).HasDatabaseName("IX_Findings_Newest");
        finding.HasIndex(x => new { x.State, x.Severity, x.LastSeenAt });
        finding.HasIndex(x => new { x.Principal, x.State });
        finding.HasIndex(x => x.LastSeenAt);
        finding.Property(x => x.Version).IsConcurrencyToken();
    }
}
