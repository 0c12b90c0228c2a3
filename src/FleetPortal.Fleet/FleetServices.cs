using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Backup;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.EventStreams;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Idempotency;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.MqttSessions;
using FleetPortal.Fleet.Proofs;
using FleetPortal.Fleet.Publication;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Seeding;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FleetPortal.Fleet;

/// <summary>Registers the domain in a service collection.</summary>
public static class FleetServices
{
    private const string MigrationsAssembly = "FleetPortal.Fleet.Sqlite";

    /// <summary>Adds all slices of the domain: the registry, the decider, use cases and queries.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services, FleetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddPooledDbContextFactory<FleetDbContext>(db =>
            db.UseSqlite(options.ConnectionString, sqlite => sqlite.MigrationsAssembly(MigrationsAssembly)));
        services.AddSingleton<FleetEvents>();
        services.AddSingleton(provider => new Registry(
            provider.GetRequiredService<IDbContextFactory<FleetDbContext>>(),
            provider.GetRequiredService<FleetEvents>(), provider.GetServices<IWriteStep>(),
            provider.GetServices<IAfterCommit>, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new FleetDatabase(provider.GetRequiredService<IDbContextFactory<FleetDbContext>>()));
        services.AddStartStep<FleetDatabase>("database",
            StartPhase.Open, (database, cancellationToken) => database.PrepareAsync(cancellationToken));
        var stores = new KeyStores(
            [new FileKeyStore(options.KeyDirectory, options.KeyPassphrase),
                .. options.Pkcs11 is { } token ? [new Pkcs11KeyStore(token)] : Array.Empty<IKeyStore>()], options.KeyStore);

        // From the lowest layer to the highest. A slice uses only slices above it in this list.
        return services
            .AddAudit()
            .AddAccess(options.Sessions, options.RequireSecondFactor)
            .AddAuthorities(new AuthorityAddress(options.PublicAddress), stores, options.KeyDirectory)
            .AddIdempotency()
            .AddTopics(options.Topics)
            .AddCertificates()
            .AddLiveConnections()
            .AddMqttSessions()
            .AddApplications()
            .AddEventStreams()
            .AddExpiry(options.Expiry)
            .AddIdentity(options.ConnectsPerMinute)
            .AddPublication()
            .AddThings()
            .AddAttempts()
            .AddInventory()
            .AddRevocation()
            .AddExternalAuthorities(options.CrlFetch)
            .AddRotations()
            .AddDetection(options.Detection)
            .AddProofs(options.ProofTypes)
            .AddEnrolment()
            .AddWaves()
            .AddLifecycle()
            .AddCompliance()
            .AddFindings(options.Containment)
            .AddSeeding()
            .AddBackup(new BackupSource(options.KeyDirectory, options.PassphraseFile))
            .AddHealth();
    }

    /// <summary>Stores local accounts in the database of the registry.</summary>
    public static IdentityBuilder AddFleetStores(this IdentityBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<FleetDbContext>>().CreateDbContext());
        return builder.AddEntityFrameworkStores<FleetDbContext>();
    }

    /// <summary>Stores the keys of cookies and antiforgery tokens in the database of the registry.</summary>
    public static IDataProtectionBuilder PersistKeysToFleet(
        this IDataProtectionBuilder builder) => builder.PersistKeysToDbContext<FleetDbContext>();
}
