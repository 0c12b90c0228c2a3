using FleetPortal.Fleet.Authorities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Publication;

/// <summary>Maps the table of <see cref="RestoredRevocationRecord"/>.</summary>
internal sealed class RestoredRevocationModel : IEntityTypeConfiguration<RestoredRevocationRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RestoredRevocationRecord> revocation)
    {
        revocation.ToTable("RestoredRevocations").HasKey(x => new { x.AuthorityKey, x.SerialNumber });
        revocation.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
    }
}
