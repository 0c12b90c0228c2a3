using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Compliance;

/// <summary>Maps the table of <see cref="ComplianceDayRecord"/>.</summary>
internal sealed class ComplianceDayModel : IEntityTypeConfiguration<ComplianceDayRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ComplianceDayRecord> day)
    {
        day.ToTable("ComplianceDays").HasKey(x => new { x.Day, x.ControlId });
        day.Property(x => x.ControlId).HasMaxLength(16);
    }
}
