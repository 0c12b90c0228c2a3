using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Backup;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalCrls;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Idempotency;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Fleet.Upkeep;
using FleetPortal.Pki.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FleetPortal.Fleet;

/// <summary>What the registry needs to run.</summary>
public sealed record FleetOptions
{
    /// <summary>SQLite's connection string.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Where the authorities' keys lie.</summary>
    public required string KeyDirectory { get; init; }

    /// <summary>The file among the keys that has the passphrase, where no setting has it; a backup takes it along.</summary>
    public string PassphraseFile { get; init; } = "passphrase";

    /// <summary>What the keys are encrypted with.</summary>
    public required string KeyPassphrase { get; init; }

    /// <summary>A token that keeps keys of authorities, or null where there is none.</summary>
    public Pkcs11Options? Pkcs11 { get; init; }

    /// <summary>Where the keys of the first authorities go.</summary>
    public KeyStoreKind KeyStore { get; init; }

    /// <summary>The portal's address as devices reach it, for what certificates say about CRL, OCSP and their authority; null leaves it out.</summary>
    public Func<string?> PublicAddress { get; init; } = () => null;

    /// <summary>When to warn of an end.</summary>
    public ExpiryPolicy Expiry { get; init; } = ExpiryPolicy.Standard;

    /// <summary>Whether CRLs of outside authorities are fetched.</summary>
    public CrlFetchOptions CrlFetch { get; init; } = CrlFetchOptions.Off;

    /// <summary>How often a Thing may connect in a minute.</summary>
    public int ConnectsPerMinute { get; init; } = 60;

    /// <summary>How long people stay signed in.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Standard;

    /// <summary>How long topic names and filters may be.</summary>
    public TopicLimits Topics { get; init; } = TopicLimits.Standard;

    /// <summary>Local accounts need a second factor.</summary>
    public bool RequireSecondFactor { get; init; }
}

/// <summary>Registers the domain with a container.</summary>
public static class FleetServices
{
    private const string MigrationsAssembly = "FleetPortal.Fleet.Sqlite";
    private static readonly TimeSpan EverySecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryMinute = TimeSpan.FromMinutes(1);

    /// <summary>Adds the registry, the decider, the use cases and the queries.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services, FleetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddPooledDbContextFactory<FleetDbContext>(db => db.UseSqlite(options.ConnectionString, sqlite => sqlite.MigrationsAssembly(MigrationsAssembly)));
        services.AddSingleton<FleetEvents>();
        services.AddSingleton(provider => new Registry(
            provider.GetRequiredService<IDbContextFactory<FleetDbContext>>(), provider.GetRequiredService<FleetEvents>(), provider.GetServices<IStatusStep>(),
            provider.GetRequiredService<TimeProvider>()));

        // In this order, in the transaction of every change of a certificate's status.
        services.AddSingleton<IStatusStep, WriteStatus>();
        services.AddSingleton<IStatusStep, RefreshThingSummary>();
        services.AddSingleton<IStatusStep, TouchCrlPart>();
        services.AddSingleton<IStatusStep, AuditTransition>();
        services.AddSingleton<IStatusStep, EndRotationOfCertificate>();
        services.AddSingleton(provider => new FleetDatabase(provider.GetRequiredService<IDbContextFactory<FleetDbContext>>(), provider.GetRequiredService<Registry>()));

        services.AddSingleton(options.Topics);
        services.AddSingleton(new AuthorityAddress(options.PublicAddress));
        services.AddSingleton(new KeyStores(
            [new FileKeyStore(options.KeyDirectory, options.KeyPassphrase), .. options.Pkcs11 is { } token ? [new Pkcs11KeyStore(token)] : Array.Empty<IKeyStore>()], options.KeyStore));
        services.AddSingleton<AuthorityVault>();
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<CreateIssuingAuthority>();
        services.AddSingleton<AuthorityStatusEffects>();
        services.AddSingleton<ChangeAuthorityStatus>();
        services.AddSingleton<RetireAuthority>();
        services.AddSingleton<SetDefaultIssuer>();
        services.AddSingleton<CreateRegistrationCode>();
        services.AddSingleton<PinnedCertificates>();
        services.AddSingleton<RegisterAuthority>();
        services.AddSingleton<ProveAuthority>();
        services.AddSingleton<RenewProofCode>();
        services.AddSingleton<DiscardAuthority>();
        services.AddSingleton<AuthorityQueries>();
        services.AddSingleton(options.CrlFetch);
        services.AddSingleton<ExternalCrlEffect>();
        services.AddSingleton<AcceptCrl>();
        services.AddSingleton<CrlDownload>();
        services.AddSingleton<CrlFetching>();

        services.AddSingleton<LiveConnections>();
        services.TryAddSingleton<IPersistentSessions, NoPersistentSessions>();
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton<TopicActivity>();
        services.AddSingleton<TopicQueries>();
        services.AddSingleton<SequenceTracker>();
        services.AddSingleton<TopicFilterTrie>();
        services.AddSingleton<RetainedMessages>();
        services.AddSingleton(new ConnectRateLimit(options.ConnectsPerMinute));
        services.AddSingleton<IdentityDecider>();

        services.AddSingleton<RegisterThing>();
        services.AddSingleton<UpdateThing>();
        services.AddSingleton<RetireThing>();
        services.AddSingleton<ContainThing>();
        services.AddSingleton<ReleaseThing>();
        services.AddSingleton<SeedFleet>();
        services.AddSingleton<CertificateIssuance>();
        services.AddSingleton<IssueCertificate>();
        services.AddSingleton<IssueBatch>();
        services.AddSingleton<RegisterCertificate>();
        services.AddSingleton<CreateEnrolmentToken>();
        services.AddSingleton<EnrolmentTokenQueries>();
        services.AddSingleton<CancelEnrolmentToken>();
        services.AddSingleton<DeliveredCertificates>();
        services.AddSingleton<EnrolDevice>();
        services.AddSingleton<RenewCertificate>();
        services.AddSingleton<PendingRotationIndex>();
        services.AddSingleton<IStatusFollower>(provider => provider.GetRequiredService<PendingRotationIndex>());
        services.TryAddSingleton<IDeviceMessenger, NoDeviceMessenger>();
        services.AddSingleton<RotationCommand>();
        services.AddSingleton<RotationProof>();
        services.AddSingleton<CommitRotations>();
        services.AddSingleton<SelfCheck>();
        services.AddSingleton<DatabaseCheck>();
        services.AddSingleton(new BackupSource(options.KeyDirectory, options.PassphraseFile));
        services.AddSingleton<BackUpPortal>();
        services.AddSingleton<CompleteRestore>();
        services.AddSingleton<StartRotation>();
        services.AddSingleton<CommitRotation>();
        services.AddSingleton<RollBackRotation>();
        services.AddSingleton<RotationQueries>();
        services.AddSingleton<StartWave>();
        services.AddSingleton<SteerWave>();
        services.AddSingleton<WaveRunner>();
        services.AddSingleton<WaveQueries>();
        services.AddSingleton<OcspResponders>();
        services.AddSingleton<OcspService>();
        services.AddSingleton<CrlPublisher>();
        services.AddSingleton<CompleteCrl>();
        services.AddSingleton<ReconnectProbe>();
        services.AddSingleton<CertificateStatusEffects>();
        services.AddSingleton<CertificateStatusChange>();
        services.AddSingleton<HoldCertificate>();
        services.AddSingleton<ReleaseCertificate>();
        services.AddSingleton<RevokeCertificate>();
        services.AddSingleton(options.Expiry);
        services.AddSingleton<ExpiryWarnings>();
        services.AddSingleton<ExpiryQueries>();
        services.AddSingleton<BlastRadiusQuery>();
        services.AddSingleton<StartRevocationBatch>();
        services.AddSingleton<SteerRevocationBatch>();
        services.AddSingleton<RevocationBatchRunner>();
        services.AddSingleton<RevocationBatchQueries>();
        services.AddSingleton<CloseConnection>();
        services.AddSingleton<EndExpiredSessions>();
        services.AddSingleton(options.Sessions);
        services.AddSingleton<Standings>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<EndSessions>();
        services.AddSingleton<SessionQueries>();
        services.AddDataProtection();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<VerifyPassword>();
        services.AddSingleton<CreateFirstAdministrator>();
        services.AddSingleton<InviteAccount>();
        services.AddSingleton<ResetAccount>();
        services.AddSingleton<AcceptLink>();
        services.AddSingleton<ChangeAccount>();
        services.AddSingleton<RemoveAccount>();
        services.AddSingleton<UnlockAccount>();
        services.AddSingleton<OwnPassword>();
        services.AddSingleton<ChangeOwnPassword>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SecondFactors>(provider, options.RequireSecondFactor));
        services.AddSingleton<CreateApiToken>();
        services.AddSingleton<RevokeApiToken>();
        services.AddSingleton<ApiTokenQueries>();

        services.AddSingleton<ThingQueries>();
        services.AddSingleton<GroupQueries>();
        services.AddSingleton<CertificateQueries>();
        services.AddSingleton<CertificateInventory>();
        services.AddSingleton<CertificateDetails>();
        services.AddSingleton<ConnectionQueries>();
        services.AddSingleton<AttemptQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<EventListeners>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<EnrolmentThrottle>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<IdempotencyStore>();
        return services.AddFleetUpkeep();
    }

    /// <summary>What time brings about.</summary>
    private static IServiceCollection AddFleetUpkeep(this IServiceCollection services) => services
        .AddUpkeep<AuditVerifier>("audit-chain", TimeSpan.FromSeconds(10), (verifier, cancellationToken) => verifier.StepAsync(cancellationToken))
        .AddUpkeep<CrlPublisher>("crl-publication", EveryMinute, (crls, cancellationToken) => crls.RefreshAsync(cancellationToken))
        .AddUpkeep<OcspResponders>("ocsp-responders", EveryMinute, (responders, cancellationToken) => responders.RefreshAsync(cancellationToken))
        .AddUpkeep<ExpiryWarnings>("expiry-warnings", EveryMinute, (expiry, cancellationToken) => expiry.StepAsync(cancellationToken))
        .AddUpkeep<PinnedCertificates>("pinned-certificates", EveryMinute, (pinned, cancellationToken) => pinned.FinishAsync(cancellationToken))
        .AddUpkeep<ExternalCrlEffect>("external-crl-effects", EveryMinute, (crls, cancellationToken) => crls.FinishAsync(cancellationToken))
        .AddUpkeep<CrlFetching>("external-crl-fetching", EveryMinute, (fetching, cancellationToken) => fetching.StepAsync(cancellationToken))
        .AddUpkeep<EndExpiredSessions>("expired-sessions", EverySecond, (expired, _) => expired.ExecuteAsync())
        .AddUpkeep<CommitRotations>("rotation-commits", EverySecond, (end, cancellationToken) => end.CommitDueAsync(cancellationToken))
        .AddUpkeep<WaveRunner>("waves", EverySecond, (waves, cancellationToken) => waves.StepAsync(cancellationToken))
        .AddUpkeep<RevocationBatchRunner>("revocation-batches", TimeSpan.FromMilliseconds(500), (batches, cancellationToken) => batches.StepAsync(cancellationToken))
        .AddUpkeep<Standings>("signed-in-people", EverySecond, (standings, cancellationToken) => standings.RefreshAsync(cancellationToken));

    /// <summary>Keeps local accounts in the registry's database.</summary>
    public static IdentityBuilder AddFleetStores(this IdentityBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<FleetDbContext>>().CreateDbContext());
        return builder.AddEntityFrameworkStores<FleetDbContext>();
    }

    /// <summary>Keeps the keys of cookies and antiforgery in the registry's database.</summary>
    public static IDataProtectionBuilder PersistKeysToFleet(this IDataProtectionBuilder builder) => builder.PersistKeysToDbContext<FleetDbContext>();
}
