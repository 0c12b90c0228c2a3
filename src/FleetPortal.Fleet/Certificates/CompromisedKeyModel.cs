using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Maps the table of <see cref="CompromisedKeyRecord"/>.</summary>
internal sealed class CompromisedKeyModel : IEntityTypeConfiguration<CompromisedKeyRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<CompromisedKeyRecord> key)
    {
        key.ToTable("CompromisedKeys").HasKey(x => x.KeyHash);
    }
}
