using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Expiry;

/// <summary>Maps the table of <see cref="ExpiryMarkRecord"/>.</summary>
internal sealed class ExpiryMarkModel : IEntityTypeConfiguration<ExpiryMarkRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ExpiryMarkRecord> mark)
    {
        mark.ToTable("ExpiryMarks").HasKey(x => x.Days);
        mark.Property(x => x.Days).ValueGeneratedNever();
    }
}
