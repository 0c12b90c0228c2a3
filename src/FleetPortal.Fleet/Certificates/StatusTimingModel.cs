using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Maps the table of <see cref="StatusTimingRecord"/>.</summary>
internal sealed class StatusTimingModel : IEntityTypeConfiguration<StatusTimingRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<StatusTimingRecord> timing)
    {
        timing.ToTable("StatusTimings").HasKey(x => x.Key);
        timing.HasIndex(x => x.CertificateKey);
    }
}
