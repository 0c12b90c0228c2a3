using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Access;

/// <summary>Maps the table of <see cref="AccountLinkRecord"/>.</summary>
internal sealed class AccountLinkModel : IEntityTypeConfiguration<AccountLinkRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<AccountLinkRecord> link)
    {
        link.ToTable("AccountLinks").HasKey(x => x.Key);
        link.HasIndex(x => x.Hash).IsUnique();
        link.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
    }
}
