using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Maps the table of <see cref="AuthorityRecord"/>.</summary>
internal sealed class AuthorityModel : IEntityTypeConfiguration<AuthorityRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<AuthorityRecord> authority)
    {
        authority.ToTable("Authorities").HasKey(x => x.Key);
        authority.HasIndex(x => x.Id).IsUnique();

        // At most one default issuer.
        authority.HasIndex(x => x.IsDefault).IsUnique().HasFilter("\"IsDefault\"");
        authority.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.SuccessorKey);
    }
}
