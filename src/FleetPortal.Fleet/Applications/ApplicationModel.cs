using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FleetPortal.Fleet.Applications;

/// <summary>Maps the table of <see cref="ApplicationRecord"/>.</summary>
internal sealed class ApplicationModel : IEntityTypeConfiguration<ApplicationRecord>
{
    /// <inheritdoc/>
    public void Configure(EntityTypeBuilder<ApplicationRecord> application)
    {
        application.ToTable("Applications").HasKey(x => x.PrincipalKey);
        application.Property(x => x.PrincipalKey).ValueGeneratedNever();
        application.HasOne(x => x.Principal).WithOne().HasForeignKey<ApplicationRecord>(x => x.PrincipalKey);
    }
}
