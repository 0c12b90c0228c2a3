using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Maps the table of <see cref="AuditRecord"/>.</summary>
internal sealed class AuditModel : IEntityTypeConfiguration<AuditRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<AuditRecord> entry)
    {
        entry.ToTable("Audit").HasKey(x => x.Sequence);
        entry.Property(x => x.Sequence).ValueGeneratedNever();
        entry.HasIndex(x => new { x.ThingName, x.Sequence });
        entry.HasIndex(x => new { x.ActorName, x.Sequence });
    }
}
