using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Access;

/// <summary>Maps the table of <see cref="ApiTokenRecord"/>.</summary>
internal sealed class ApiTokenModel : IEntityTypeConfiguration<ApiTokenRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ApiTokenRecord> token)
    {
        token.ToTable("ApiTokens").HasKey(x => x.Key);
        token.HasIndex(x => x.Id).IsUnique();
        token.HasIndex(x => x.Hash).IsUnique();
    }
}
