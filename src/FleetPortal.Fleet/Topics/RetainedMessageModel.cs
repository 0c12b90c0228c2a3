using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Topics;

/// <summary>Maps the table of <see cref="RetainedMessageRecord"/>.</summary>
internal sealed class RetainedMessageModel : IEntityTypeConfiguration<RetainedMessageRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RetainedMessageRecord> message)
    {
        message.ToTable("RetainedMessages").HasKey(x => x.Topic);
        message.HasIndex(x => x.ThingName);
    }
}
