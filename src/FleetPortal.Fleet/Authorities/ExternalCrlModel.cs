using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Maps the table of <see cref="ExternalCrlRecord"/>.</summary>
internal sealed class ExternalCrlModel : IEntityTypeConfiguration<ExternalCrlRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ExternalCrlRecord> crl)
    {
        crl.ToTable("ExternalCrls").HasKey(x => x.AuthorityKey);
        crl.Property(x => x.AuthorityKey).ValueGeneratedNever();
        crl.HasOne(x => x.Authority).WithOne().HasForeignKey<ExternalCrlRecord>(x => x.AuthorityKey).OnDelete(DeleteBehavior.Cascade);
    }
}
