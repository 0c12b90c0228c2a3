using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Maps the table of <see cref="RevocationBatchRecord"/>.</summary>
internal sealed class RevocationBatchModel : IEntityTypeConfiguration<RevocationBatchRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RevocationBatchRecord> batch)
    {
        batch.ToTable("RevocationBatches").HasKey(x => x.Key);
        batch.HasIndex(x => x.Id).IsUnique();
        batch.HasIndex(x => x.State).HasFilter($"\"State\" < {(int)BatchState.Done}");
    }
}
