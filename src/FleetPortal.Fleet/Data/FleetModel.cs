using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Data;

/// <summary>Keys, uniqueness and indexes. What must never happen twice is refused here, by the database itself.</summary>
internal static class FleetModel
{
    // Names are compared without case, so that a twin that differs only by case is refused, and ordered as people read them.
    private const string CaseInsensitive = "NOCASE";

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<ThingRecord>(thing =>
        {
            thing.ToTable("Things").HasKey(x => x.Key);
            thing.Property(x => x.Name).UseCollation(CaseInsensitive);
            thing.HasIndex(x => x.Name).IsUnique();
            thing.HasIndex(x => new { x.Type, x.Name });
            thing.HasIndex(x => new { x.CredentialStatus, x.Name });
            thing.HasIndex(x => new { x.CredentialNotAfter, x.Name });

            // Counts by status and by week of expiry, one certificate per Thing, without reading the rows.
            thing.HasIndex(x => new { x.CredentialStatus, x.CredentialNotAfter, x.Enabled }).HasFilter("\"RetiredAt\" IS NULL");
            thing.HasIndex(x => x.CredentialLowered).HasFilter("\"CredentialLowered\"");
            thing.HasIndex(x => new { x.Connected, x.Name });
            thing.HasIndex(x => new { x.LastSeenAt, x.Name });
            thing.HasMany(x => x.Groups).WithOne().HasForeignKey(x => x.ThingKey);
        });
        builder.Entity<ThingGroupRecord>(group =>
        {
            group.ToTable("ThingGroups").HasKey(x => new { x.ThingKey, x.Name });
            group.HasIndex(x => new { x.Name, x.ThingKey });
        });
        builder.Entity<ThingKeyRecord>(key =>
        {
            key.ToTable("ThingKeys").HasKey(x => x.KeyHash);
            key.HasAlternateKey(x => new { x.KeyHash, x.ThingKey });
            key.HasOne<ThingRecord>().WithMany().HasForeignKey(x => x.ThingKey);
        });
        builder.Entity<CompromisedKeyRecord>(key => key.ToTable("CompromisedKeys").HasKey(x => x.KeyHash));
        builder.Entity<CertificateRecord>(certificate =>
        {
            certificate.ToTable("Certificates").HasKey(x => x.Key);
            certificate.HasIndex(x => x.Id).IsUnique();
            certificate.Property(x => x.NeverConnected).HasDefaultValue(false);
            certificate.HasIndex(x => new { x.AuthorityKey, x.SerialNumber }).IsUnique();
            certificate.HasIndex(x => x.SerialNumber);
            certificate.HasIndex(x => new { x.Status, x.NotAfter });

            // A Thing's own that count: with the ThingKey alone SQLite takes the index above, and reads every active certificate there is.
            certificate.HasIndex(x => new { x.ThingKey, x.Status, x.NotAfter });
            certificate.HasIndex(x => x.NotAfter);

            // How many active ones an authority has, and whose they are, without reading the rows. Of active ones alone: with all of them in
            // it, SQLite takes it for the parts of CRLs too, and reads every revoked certificate for each part.
            certificate.HasIndex(x => new { x.AuthorityKey, x.NotAfter, x.ThingKey }).HasFilter("\"Status\" = 1");
            certificate.HasIndex(x => x.PredecessorKey).HasFilter("\"PredecessorKey\" IS NOT NULL");

            // What is on a CRL: the revoked and those on hold.
            certificate.HasIndex(x => new { x.AuthorityKey, x.Shard }).HasFilter("\"Status\" >= 2");
            certificate.HasOne(x => x.Thing).WithMany().HasForeignKey(x => x.ThingKey);
            certificate.HasOne(x => x.Authority).WithMany().HasForeignKey(x => x.AuthorityKey);
            certificate.HasOne<ThingKeyRecord>().WithMany()
                .HasForeignKey(x => new { x.KeyHash, x.ThingKey })
                .HasPrincipalKey(x => new { x.KeyHash, x.ThingKey });
        });
        builder.Entity<IssuanceRecord>(issuance =>
        {
            issuance.ToTable("Issuances").HasKey(x => x.SerialNumber);
            issuance.HasIndex(x => x.State).HasFilter("\"State\" = 0");
        });
        builder.Entity<AuthorityRecord>(authority =>
        {
            authority.ToTable("Authorities").HasKey(x => x.Key);
            authority.HasIndex(x => x.Id).IsUnique();

            // At most one that issues where nobody chose.
            authority.HasIndex(x => x.IsDefault).IsUnique().HasFilter("\"IsDefault\"");
            authority.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.SuccessorKey);
        });
        builder.Entity<RegistrationCodeRecord>(code => code.ToTable("RegistrationCodes").HasKey(x => x.Code));
        builder.Entity<AuditRecord>(entry =>
        {
            entry.ToTable("Audit").HasKey(x => x.Sequence);
            entry.Property(x => x.Sequence).ValueGeneratedNever();
            entry.HasIndex(x => new { x.ThingName, x.Sequence });
            entry.HasIndex(x => new { x.ActorName, x.Sequence });
        });
        builder.Entity<AttemptRecord>(attempt =>
        {
            attempt.ToTable("Attempts").HasKey(x => x.Key);
            attempt.HasIndex(x => x.At);
            attempt.HasIndex(x => new { x.ThingName, x.At });
            attempt.HasIndex(x => new { x.ClientId, x.At });
            attempt.HasIndex(x => new { x.Allowed, x.At });
            attempt.HasIndex(x => new { x.Known, x.At });
        });
        builder.Entity<ApiTokenRecord>(token =>
        {
            token.ToTable("ApiTokens").HasKey(x => x.Key);
            token.HasIndex(x => x.Id).IsUnique();
            token.HasIndex(x => x.Hash).IsUnique();
        });
        builder.Entity<SessionRecord>(session =>
        {
            session.ToTable("Sessions").HasKey(x => x.Key);
            session.HasIndex(x => x.Id).IsUnique();
            session.HasIndex(x => new { x.ActorKind, x.ActorId, x.EndedAt });
            session.HasIndex(x => x.EndedAt);
        });
        builder.Entity<IdentityUserPasskey<string>>(passkey =>
        {
            // As Identity's schema version 3 has it; its options are not there where migrations are made.
            passkey.ToTable("AspNetUserPasskeys").HasKey(x => x.CredentialId);
            passkey.Property(x => x.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(x => x.Data).ToJson();
            passkey.HasOne<Account>().WithMany().HasForeignKey(x => x.UserId).IsRequired();
        });
        builder.Entity<AccountLinkRecord>(link =>
        {
            link.ToTable("AccountLinks").HasKey(x => x.Key);
            link.HasIndex(x => x.Hash).IsUnique();
            link.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        });
        builder.Entity<RecoveryCodeRecord>(code =>
        {
            code.ToTable("RecoveryCodes").HasKey(x => x.Key);
            code.HasIndex(x => new { x.AccountId, x.Hash }).IsUnique();
            code.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        });
        builder.Entity<RotationRecord>(rotation =>
        {
            rotation.ToTable("Rotations").HasKey(x => x.Key);
            rotation.HasIndex(x => x.Id).IsUnique();
            rotation.HasIndex(x => new { x.State, x.CommitDueAt });

            // At most one that is open for each Thing.
            rotation.HasIndex(x => x.ThingKey, "IX_Rotations_Open").IsUnique().HasFilter("\"State\" < 3");
            rotation.HasIndex(x => new { x.ThingKey, x.Key });
            rotation.HasOne(x => x.Thing).WithMany().HasForeignKey(x => x.ThingKey);
            rotation.HasOne(x => x.OldCertificate).WithMany().HasForeignKey(x => x.OldCertificateKey);
            rotation.HasOne(x => x.NewCertificate).WithMany().HasForeignKey(x => x.NewCertificateKey);
        });
        builder.Entity<WaveRecord>(wave =>
        {
            wave.ToTable("Waves").HasKey(x => x.Key);
            wave.HasIndex(x => x.Id).IsUnique();
            wave.HasIndex(x => x.State).HasFilter("\"State\" < 3");
        });
        builder.Entity<WaveThingRecord>(thing =>
        {
            thing.ToTable("WaveThings").HasKey(x => new { x.WaveKey, x.Position });
            thing.HasIndex(x => new { x.WaveKey, x.State, x.Position });

            // In at most one wave whose turn is still to come or under way.
            thing.HasIndex(x => x.ThingKey).IsUnique().HasFilter("\"State\" < 2");
            thing.Property(x => x.ReceivedBefore).HasDefaultValue(0L);
            thing.Property(x => x.LostBefore).HasDefaultValue(0L);
            thing.Property(x => x.CountedIn).HasDefaultValue(0L);
            thing.HasIndex(x => x.RotationKey);
            thing.HasIndex(x => x.DoneAt).HasFilter("\"Received\" IS NULL");
            thing.HasOne<WaveRecord>().WithMany().HasForeignKey(x => x.WaveKey);
            thing.HasOne<ThingRecord>().WithMany().HasForeignKey(x => x.ThingKey);
        });
        builder.Entity<ExpiryMarkRecord>(mark =>
        {
            mark.ToTable("ExpiryMarks").HasKey(x => x.Days);
            mark.Property(x => x.Days).ValueGeneratedNever();
        });
        builder.Entity<RevocationBatchRecord>(batch =>
        {
            batch.ToTable("RevocationBatches").HasKey(x => x.Key);
            batch.HasIndex(x => x.Id).IsUnique();
            batch.HasIndex(x => x.State).HasFilter("\"State\" < 3");
        });
        builder.Entity<RevocationBatchItemRecord>(item =>
        {
            item.ToTable("RevocationBatchItems").HasKey(x => new { x.BatchKey, x.Position });
            item.HasIndex(x => new { x.BatchKey, x.State, x.Position });
            item.HasOne<RevocationBatchRecord>().WithMany().HasForeignKey(x => x.BatchKey);
            item.HasOne<CertificateRecord>().WithMany().HasForeignKey(x => x.CertificateKey);
        });
        builder.Entity<CrlShardRecord>(shard =>
        {
            shard.ToTable("CrlShards").HasKey(x => new { x.AuthorityKey, x.Shard });
            shard.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
        });
        builder.Entity<CompleteCrlRecord>(crl =>
        {
            crl.ToTable("CompleteCrls").HasKey(x => x.AuthorityKey);
            crl.Property(x => x.AuthorityKey).ValueGeneratedNever();
            crl.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
        });
        builder.Entity<ExternalCrlRecord>(crl =>
        {
            crl.ToTable("ExternalCrls").HasKey(x => x.AuthorityKey);
            crl.Property(x => x.AuthorityKey).ValueGeneratedNever();
            crl.HasOne(x => x.Authority).WithOne().HasForeignKey<ExternalCrlRecord>(x => x.AuthorityKey).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<StatusTimingRecord>(timing =>
        {
            timing.ToTable("StatusTimings").HasKey(x => x.Key);
            timing.HasIndex(x => x.CertificateKey);
        });
        builder.Entity<EnrolmentTokenRecord>(token =>
        {
            token.ToTable("EnrolmentTokens").HasKey(x => x.Key);
            token.HasIndex(x => x.Hash).IsUnique();
            token.HasIndex(x => x.ThingName);
        });
        builder.Entity<RequestRecord>(request =>
        {
            request.ToTable("Requests").HasKey(x => new { x.Owner, x.Key });
            request.HasIndex(x => x.StartedAt);
        });
        builder.Entity<RequestEffectRecord>(effect =>
        {
            effect.ToTable("RequestEffects").HasKey(x => new { x.Owner, x.Key, x.Sequence });
            effect.HasOne<RequestRecord>().WithMany().HasForeignKey(x => new { x.Owner, x.Key }).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<RestoredRevocationRecord>(revocation =>
        {
            revocation.ToTable("RestoredRevocations").HasKey(x => new { x.AuthorityKey, x.SerialNumber });
            revocation.HasOne<AuthorityRecord>().WithMany().HasForeignKey(x => x.AuthorityKey);
        });
        builder.Entity<SelfCheckRecord>(check =>
        {
            check.ToTable("SelfChecks").HasKey(x => x.Key);
            check.Property(x => x.Key).ValueGeneratedNever();
        });
        builder.Entity<RetainedMessageRecord>(message =>
        {
            message.ToTable("RetainedMessages").HasKey(x => x.Topic);
            message.HasIndex(x => x.ThingName);
        });
    }
}
