using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Access;

/// <summary>Maps the table of <see cref="RecoveryCodeRecord"/>.</summary>
internal sealed class RecoveryCodeModel : IEntityTypeConfiguration<RecoveryCodeRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RecoveryCodeRecord> code)
    {
        code.ToTable("RecoveryCodes").HasKey(x => x.Key);
        code.HasIndex(x => new { x.AccountId, x.Hash }).IsUnique();
        code.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
    }
}
