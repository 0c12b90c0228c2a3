using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Access;

/// <summary>Maps the table of <see cref="IdentityUserPasskey{string}"/>.</summary>
internal sealed class PasskeyModel : IEntityTypeConfiguration<IdentityUserPasskey<string>>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<string>> passkey)
    {
        // The same mapping as version 3 of Identity's schema. Identity's options are not available when migrations are made.
        passkey.ToTable("AspNetUserPasskeys").HasKey(x => x.CredentialId);
        passkey.Property(x => x.CredentialId).HasMaxLength(1024);
        passkey.OwnsOne(x => x.Data).ToJson();
        passkey.HasOne<Account>().WithMany().HasForeignKey(x => x.UserId).IsRequired();
    }
}
