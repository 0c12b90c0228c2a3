using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Access;

/// <summary>Maps the table of <see cref="SessionRecord"/>.</summary>
internal sealed class SessionModel : IEntityTypeConfiguration<SessionRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<SessionRecord> session)
    {
        session.ToTable("Sessions").HasKey(x => x.Key);
        session.HasIndex(x => x.Id).IsUnique();
        session.HasIndex(x => new { x.ActorKind, x.ActorId, x.EndedAt });
        session.HasIndex(x => x.EndedAt);
    }
}
