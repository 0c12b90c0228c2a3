using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FleetPortal.Fleet.Data;

/// <summary>The registry's tables. Internal: nothing outside this project can reach a table past a use case or a query.</summary>
internal sealed class FleetDbContext(DbContextOptions<FleetDbContext> options) : IdentityUserContext<Account>(options), IDataProtectionKeyContext
{
    public DbSet<ThingRecord> Things => Set<ThingRecord>();
    public DbSet<ThingGroupRecord> ThingGroups => Set<ThingGroupRecord>();
    public DbSet<ThingKeyRecord> ThingKeys => Set<ThingKeyRecord>();
    public DbSet<CompromisedKeyRecord> CompromisedKeys => Set<CompromisedKeyRecord>();
    public DbSet<CertificateRecord> Certificates => Set<CertificateRecord>();
    public DbSet<IssuanceRecord> Issuances => Set<IssuanceRecord>();
    public DbSet<AuthorityRecord> Authorities => Set<AuthorityRecord>();
    public DbSet<RegistrationCodeRecord> RegistrationCodes => Set<RegistrationCodeRecord>();
    public DbSet<AuditRecord> Audit => Set<AuditRecord>();
    public DbSet<AttemptRecord> Attempts => Set<AttemptRecord>();
    public DbSet<ApiTokenRecord> ApiTokens => Set<ApiTokenRecord>();
    public DbSet<SessionRecord> Sessions => Set<SessionRecord>();
    public DbSet<AccountLinkRecord> AccountLinks => Set<AccountLinkRecord>();
    public DbSet<RecoveryCodeRecord> RecoveryCodes => Set<RecoveryCodeRecord>();
    public DbSet<RotationRecord> Rotations => Set<RotationRecord>();
    public DbSet<WaveRecord> Waves => Set<WaveRecord>();
    public DbSet<WaveThingRecord> WaveThings => Set<WaveThingRecord>();
    public DbSet<ExpiryMarkRecord> ExpiryMarks => Set<ExpiryMarkRecord>();
    public DbSet<RevocationBatchRecord> RevocationBatches => Set<RevocationBatchRecord>();
    public DbSet<RevocationBatchItemRecord> RevocationBatchItems => Set<RevocationBatchItemRecord>();
    public DbSet<CrlShardRecord> CrlShards => Set<CrlShardRecord>();
    public DbSet<CompleteCrlRecord> CompleteCrls => Set<CompleteCrlRecord>();
    public DbSet<StatusTimingRecord> StatusTimings => Set<StatusTimingRecord>();
    public DbSet<EnrolmentTokenRecord> EnrolmentTokens => Set<EnrolmentTokenRecord>();
    public DbSet<RequestRecord> Requests => Set<RequestRecord>();
    public DbSet<RequestEffectRecord> RequestEffects => Set<RequestEffectRecord>();
    public DbSet<RestoredRevocationRecord> RestoredRevocations => Set<RestoredRevocationRecord>();
    public DbSet<RetainedMessageRecord> RetainedMessages => Set<RetainedMessageRecord>();
    public DbSet<ExternalCrlRecord> ExternalCrls => Set<ExternalCrlRecord>();
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
        FleetModel.Configure(builder);
    }

    private sealed class UtcMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
