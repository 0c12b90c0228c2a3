using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The tables of the registry. Internal, so that code outside this project must go through a use case or a query.</summary>
internal sealed class FleetDbContext(DbContextOptions<FleetDbContext> options)
    : IdentityUserContext<Account>(options), IDataProtectionKeyContext
{
    /// <summary>
    /// The collation of names. It ignores letter case, so that two names cannot differ by case alone, and lists are in alphabetical order.
    /// </summary>
    public const string CaseInsensitive = "NOCASE";

    /// <summary>The keys that protect cookies and antiforgery tokens.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);

        // Store times as UTC milliseconds: EF Core can neither sort nor compare DateTimeOffset in SQLite.
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
