using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Maps the table of <see cref="IssuanceRecord"/>.</summary>
internal sealed class IssuanceModel : IEntityTypeConfiguration<IssuanceRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IssuanceRecord> issuance)
    {
        issuance.ToTable("Issuances").HasKey(x => x.SerialNumber);
        issuance.HasIndex(x => x.State).HasFilter($"\"State\" = {(int)IssuanceState.Intended}");
    }
}
