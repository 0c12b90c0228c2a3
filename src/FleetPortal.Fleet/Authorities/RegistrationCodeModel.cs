using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Maps the table of <see cref="RegistrationCodeRecord"/>.</summary>
internal sealed class RegistrationCodeModel : IEntityTypeConfiguration<RegistrationCodeRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RegistrationCodeRecord> code)
    {
        code.ToTable("RegistrationCodes").HasKey(x => x.Code);
    }
}
