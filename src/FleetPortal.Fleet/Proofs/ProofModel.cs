using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Proofs;

/// <summary>Maps the table of <see cref="ProofRecord"/>.</summary>
internal sealed class ProofModel : IEntityTypeConfiguration<ProofRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ProofRecord> proof)
    {
        proof.ToTable("Proofs").HasKey(x => x.ThingKey);
        proof.Property(x => x.ThingKey).ValueGeneratedNever();
        proof.HasOne<ThingRecord>().WithOne().HasForeignKey<ProofRecord>(x => x.ThingKey);
    }
}
