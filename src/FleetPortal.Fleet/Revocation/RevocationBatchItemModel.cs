using FleetPortal.Fleet.Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Maps the table of <see cref="RevocationBatchItemRecord"/>.</summary>
internal sealed class RevocationBatchItemModel : IEntityTypeConfiguration<RevocationBatchItemRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RevocationBatchItemRecord> item)
    {
        item.ToTable("RevocationBatchItems").HasKey(x => new { x.BatchKey, x.Position });
        item.HasIndex(x => new { x.BatchKey, x.State, x.Position });
        item.HasOne<RevocationBatchRecord>().WithMany().HasForeignKey(x => x.BatchKey);
        item.HasOne<CertificateRecord>().WithMany().HasForeignKey(x => x.CertificateKey);
    }
}
