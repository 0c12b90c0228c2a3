using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Health;

/// <summary>Maps the table of <see cref="SelfCheckRecord"/>.</summary>
internal sealed class SelfCheckModel : IEntityTypeConfiguration<SelfCheckRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SelfCheckRecord> check)
    {
        check.ToTable("SelfChecks").HasKey(x => x.Key);
        check.Property(x => x.Key).ValueGeneratedNever();
    }
}
