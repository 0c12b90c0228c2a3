using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The registry's tables. Internal: nothing outside this project can reach a table past a use case or a query.</summary>
internal sealed class FleetDbContext(DbContextOptions<FleetDbContext> options) : IdentityUserContext<Account>(options), IDataProtectionKeyContext
{
    /// <summary>Names are compared without case, so that a twin that differs only by case is refused, and ordered as people read them.</summary>
    public const string CaseInsensitive = "NOCASE";

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);

        // SQLite can neither order nor compare DateTimeOffset: UTC milliseconds everywhere.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMilliseconds>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FleetDbContext).Assembly);
    }

    private sealed class UtcMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
