using FleetPortal.Fleet.Authorities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Maps the table of <see cref="CrlShardRecord"/>.</summary>
internal sealed class CrlShardModel : IEntityTypeConfiguration<CrlShardRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<CrlShardRecord> shard)
    {
        shard.ToTable("CrlShards").HasKey(x => new { x.AuthorityKey, x.Shard });
        shard.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
    }
}
