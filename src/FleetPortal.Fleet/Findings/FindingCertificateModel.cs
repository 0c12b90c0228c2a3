using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Findings;

/// <summary>Maps the table of <see cref="FindingCertificateRecord"/>.</summary>
internal sealed class FindingCertificateModel : IEntityTypeConfiguration<FindingCertificateRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<FindingCertificateRecord> certificate)
    {
        certificate.ToTable("FindingCertificates").HasKey(x => new { x.CertificateId, x.FindingKey });
        certificate.HasIndex(x => x.FindingKey);
        certificate.HasOne<FindingRecord>().WithMany().HasForeignKey(x => x.FindingKey);
    }
}
