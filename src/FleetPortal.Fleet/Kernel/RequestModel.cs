using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Maps the table of <see cref="RequestRecord"/>.</summary>
internal sealed class RequestModel : IEntityTypeConfiguration<RequestRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<RequestRecord> request)
    {
        request.ToTable("Requests").HasKey(x => new { x.Owner, x.Key });
        request.HasIndex(x => x.StartedAt);
    }
}
