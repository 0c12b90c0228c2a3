using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Maps the table of <see cref="EnrolmentTokenRecord"/>.</summary>
internal sealed class EnrolmentTokenModel : IEntityTypeConfiguration<EnrolmentTokenRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<EnrolmentTokenRecord> token)
    {
        token.ToTable("EnrolmentTokens").HasKey(x => x.Key);
        token.HasIndex(x => x.Hash).IsUnique();
        token.HasIndex(x => x.ThingName);
    }
}
