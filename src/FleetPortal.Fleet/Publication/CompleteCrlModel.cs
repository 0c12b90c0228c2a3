using FleetPortal.Fleet.Authorities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Publication;

/// <summary>Maps the table of <see cref="CompleteCrlRecord"/>.</summary>
internal sealed class CompleteCrlModel : IEntityTypeConfiguration<CompleteCrlRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<CompleteCrlRecord> crl)
    {
        crl.ToTable("CompleteCrls").HasKey(x => x.AuthorityKey);
        crl.Property(x => x.AuthorityKey).ValueGeneratedNever();
        crl.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
    }
}
