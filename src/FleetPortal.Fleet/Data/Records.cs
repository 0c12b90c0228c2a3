using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Data;

/// <summary>A row of Things. <see cref="CredentialStatus"/> and <see cref="CredentialNotAfter"/> repeat the current certificate (see <see cref="CertificateTransitions.RefreshThing"/>), so that lists need no join.</summary>
internal sealed class ThingRecord
{
    public long Key { get; set; }
    public required string Name { get; set; }
    public string? Type { get; set; }
    public bool Enabled { get; set; } = true;
    public DateTimeOffset? RetiredAt { get; set; }
    public required string Attributes { get; set; }
    public List<ThingGroupRecord> Groups { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public long Version { get; set; } = 1;
    public bool Connected { get; set; }
    public DateTimeOffset? LastSeenAt { get; set; }
    public CertificateStatus? CredentialStatus { get; set; }
    public DateTimeOffset? CredentialNotAfter { get; set; }

    /// <summary>Its best certificate ends sooner than the one before: a warning may have passed this end by.</summary>
    public bool CredentialLowered { get; set; }
}

internal sealed class ThingGroupRecord
{
    public long ThingKey { get; set; }
    public required string Name { get; set; }
}

/// <summary>A public key and the one Thing it belongs to: the primary key refuses a second Thing, a renewal with the same key passes.</summary>
internal sealed class ThingKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public long ThingKey { get; set; }
}

/// <summary>A public key that somebody else has: no certificate of it counts.</summary>
internal sealed class CompromisedKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public DateTimeOffset MarkedAt { get; set; }
    public required string MarkedBy { get; set; }
}

internal sealed class CertificateRecord
{
    public long Key { get; set; }
    public required byte[] Id { get; set; }
    public long ThingKey { get; set; }
    public ThingRecord? Thing { get; set; }
    public long? AuthorityKey { get; set; }
    public AuthorityRecord? Authority { get; set; }
    public required string SerialNumber { get; set; }
    public required byte[] KeyHash { get; set; }
    public required string KeyAlgorithm { get; set; }
    public bool KeyMadeByPortal { get; set; }
    public required string Profile { get; set; }
    public CertificateStatus Status { get; set; }
    public RevocationReason? RevocationReason { get; set; }
    public DateTimeOffset StatusChangedAt { get; set; }
    public string? StatusChangedBy { get; set; }

    /// <summary>On hold because its Thing is contained, and released with it.</summary>
    public bool HeldWithThing { get; set; }
    public DateTimeOffset NotBefore { get; set; }
    public DateTimeOffset NotAfter { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
    public required byte[] Der { get; set; }
    public int Shard { get; set; }
    public long? PredecessorKey { get; set; }

    /// <summary>No device has connected with it since it was stored. False for certificates older than this column: nothing is known of them.</summary>
    public bool NeverConnected { get; set; }
}

/// <summary>A part of an authority's CRL. It is current while <see cref="PublishedRevision"/> is <see cref="Revision"/>.</summary>
internal sealed class CrlShardRecord
{
    public long AuthorityKey { get; set; }
    public int Shard { get; set; }
    public int Issued { get; set; }
    public long Revision { get; set; }
    public long PublishedRevision { get; set; }
    public long Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }
    public byte[]? Der { get; set; }

    /// <summary>The nextUpdate of a CRL that was published while the clock was ahead; clients may keep that one until then.</summary>
    public DateTimeOffset? AheadUntil { get; set; }
}

/// <summary>The replacement of a certificate by a new one.</summary>
internal sealed class RotationRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public long ThingKey { get; set; }
    public ThingRecord? Thing { get; set; }
    public long OldCertificateKey { get; set; }
    public CertificateRecord? OldCertificate { get; set; }
    public long? NewCertificateKey { get; set; }
    public CertificateRecord? NewCertificate { get; set; }
    public RotationState State { get; set; }
    public DateTimeOffset RequestedAt { get; set; }
    public required string RequestedBy { get; set; }
    public DateTimeOffset? IssuedAt { get; set; }
    public DateTimeOffset? ProvenAt { get; set; }
    public DateTimeOffset? CommitDueAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long GraceSeconds { get; set; }
    public int? ValidityDays { get; set; }
}

/// <summary>A wave of rotations.</summary>
internal sealed class WaveRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Query { get; set; }
    public WaveState State { get; set; }
    public string? Reason { get; set; }
    public int InFlight { get; set; }
    public int StopPercent { get; set; }
    public int GraceMinutes { get; set; }
    public int TimeoutMinutes { get; set; }
    public int SpreadDays { get; set; }
    public int FailedBefore { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A Thing of a wave.</summary>
internal sealed class WaveThingRecord
{
    public long WaveKey { get; set; }
    public long Position { get; set; }
    public long ThingKey { get; set; }
    public WaveThingState State { get; set; }
    public long? RotationKey { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
    public long ReceivedBefore { get; set; }
    public long LostBefore { get; set; }

    /// <summary>Which count the two before are of: each start of the portal counts anew.</summary>
    public long CountedIn { get; set; }

    /// <summary>What came in over the whole of its turn, and what did not; null until that is over.</summary>
    public long? Received { get; set; }
    public long? Lost { get; set; }
}

/// <summary>Up to which end a warning has been given.</summary>
internal sealed class ExpiryMarkRecord
{
    public int Days { get; set; }
    public DateTimeOffset WarnedUntil { get; set; }
}

/// <summary>A batch of revocations: what was asked for, and how far it is.</summary>
internal sealed class RevocationBatchRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Selection { get; set; }
    public RevocationReason Reason { get; set; }
    public BatchState State { get; set; }
    public int Total { get; set; }
    public int Canary { get; set; }
    public int SessionsClosed { get; set; }
    public int LeftWithoutCredential { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public required string CreatedByKind { get; set; }
    public required string CreatedBy { get; set; }
    public string? CreatedById { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A certificate of a batch.</summary>
internal sealed class RevocationBatchItemRecord
{
    public long BatchKey { get; set; }
    public long Position { get; set; }
    public long CertificateKey { get; set; }
    public BatchItemState State { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
}

/// <summary>The last complete CRL of an authority: its number and its times.</summary>
internal sealed class CompleteCrlRecord
{
    public long AuthorityKey { get; set; }
    public long Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }

    /// <summary>As <see cref="CrlShardRecord.AheadUntil"/>.</summary>
    public DateTimeOffset? AheadUntil { get; set; }
}

/// <summary>
/// A serial number that a CRL lists and whose certificate is not in the registry: it was issued after the backup from which the
/// registry was restored. It stays on the CRL and in OCSP.
/// </summary>
internal sealed class RestoredRevocationRecord
{
    public long AuthorityKey { get; set; }
    public required string SerialNumber { get; set; }
    public DateTimeOffset RevokedAt { get; set; }
    public RevocationReason Reason { get; set; }
    public bool OnHold { get; set; }

    /// <summary>The part of the CRL that listed it; null where the complete CRL did, and then every part does.</summary>
    public int? Shard { get; set; }
    public DateTimeOffset RestoredAt { get; set; }
}

/// <summary>The one row that the health check writes, to know that the database takes writes.</summary>
internal sealed class SelfCheckRecord
{
    public int Key { get; set; }
    public DateTimeOffset At { get; set; }
}

/// <summary>How long it took until each part of the world knew of a change of status, in microseconds; null where it has not come to know.</summary>
internal sealed class StatusTimingRecord
{
    public long Key { get; set; }
    public long CertificateKey { get; set; }
    public DateTimeOffset At { get; set; }
    public int? SessionClosed { get; set; }
    public int? ReconnectRefused { get; set; }
    public int? Ocsp { get; set; }
    public int? Crl { get; set; }
}

/// <summary>A one-time enrolment token: whoever has it gets one certificate for its Thing.</summary>
internal sealed class EnrolmentTokenRecord
{
    public long Key { get; set; }
    public required byte[] Hash { get; set; }
    public required string ThingName { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>What it was used for: a device whose answer was lost gets the same again.</summary>
    public long? CertificateKey { get; set; }
}

/// <summary>What is about to be signed. A row without a certificate is an issuance that a crash ended: nothing of it was delivered.</summary>
internal sealed class IssuanceRecord
{
    public required string SerialNumber { get; set; }
    public long AuthorityKey { get; set; }
    public long? ThingKey { get; set; }
    public DateTimeOffset IntendedAt { get; set; }
    public IssuanceState State { get; set; }
}

internal enum IssuanceState
{
    Intended,
    Issued,
    Abandoned,
}

/// <summary>An authority. Those from outside have no <see cref="KeyName"/>: their keys are not here.</summary>
internal sealed class AuthorityRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Name { get; set; }
    public AuthorityKind Kind { get; set; }
    public AuthorityStatus Status { get; set; }
    public long? ParentKey { get; set; }
    public long? SuccessorKey { get; set; }
    public bool IsDefault { get; set; }
    public required byte[] Der { get; set; }
    public KeyStoreKind? KeyStore { get; set; }
    public string? KeyName { get; set; }
    public string? ProofCode { get; set; }
    public DateTimeOffset NotAfter { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset StatusChangedAt { get; set; }
    public string? StatusChangedBy { get; set; }

    /// <summary>How long the last change of status took to be known, in microseconds; null where it has not come to be, or nobody was to know.</summary>
    public int? SessionClosed { get; set; }
    public int? ReconnectRefused { get; set; }
    public int? Crl { get; set; }

    /// <summary>It was proven, and pinned certificates that it signed have not all been found yet.</summary>
    public bool AdoptionDue { get; set; }

    /// <summary>An intermediate that was disabled because an authority above it was, and is enabled with it.</summary>
    public bool DisabledWithParent { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>The CRL of an authority that somebody else runs: the newest that the portal was given or fetched, and how fetching goes.</summary>
internal sealed class ExternalCrlRecord
{
    public long AuthorityKey { get; set; }
    public AuthorityRecord? Authority { get; set; }

    /// <summary>DER; null where none has come yet.</summary>
    public byte[]? Der { get; set; }

    /// <summary>cRLNumber in lower-case hexadecimal; null where the CRL has none.</summary>
    public string? Number { get; set; }
    public DateTimeOffset? ThisUpdate { get; set; }
    public DateTimeOffset? NextUpdate { get; set; }
    public DateTimeOffset? ReceivedAt { get; set; }
    public string? ReceivedFrom { get; set; }
    public int Entries { get; set; }

    /// <summary>It is stored, and its entries have not all been applied to certificates yet.</summary>
    public bool ApplyDue { get; set; }
    public DateTimeOffset? TriedAt { get; set; }
    public string? Problem { get; set; }
}

/// <summary>A code by which the owner of an outside authority proves possession of its key, once.</summary>
internal sealed class RegistrationCodeRecord
{
    public required string Code { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class AuditRecord
{
    public long Sequence { get; set; }
    public DateTimeOffset At { get; set; }
    public required string ActorKind { get; set; }
    public required string ActorName { get; set; }
    public string? ActorId { get; set; }
    public required string Action { get; set; }
    public required string TargetKind { get; set; }
    public required string Target { get; set; }
    public string? ThingName { get; set; }
    public required string Details { get; set; }
    public required byte[] PreviousHash { get; set; }
    public required byte[] Hash { get; set; }
}

/// <summary>A connect attempt, or refusals of one kind from one place within an hour.</summary>
internal sealed class AttemptRecord
{
    public long Key { get; set; }

    /// <summary>The latest of them.</summary>
    public DateTimeOffset At { get; set; }

    public DateTimeOffset FirstAt { get; set; }

    public long Count { get; set; }

    /// <summary>The certificate belongs to a Thing. The attempts of strangers have a share of the table of their own.</summary>
    public bool Known { get; set; }

    public required string ClientId { get; set; }
    public required string RemoteAddress { get; set; }
    public required string Protocol { get; set; }
    public string? ThingName { get; set; }
    public byte[]? CertificateId { get; set; }
    public bool Allowed { get; set; }
    public required string Code { get; set; }
    public int DecidedInMicroseconds { get; set; }
    public required string Checks { get; set; }
}

/// <summary>
/// A request with an Idempotency-Key that was carried out. The row is written with the first effect, in its transaction. Without a
/// status the answer is not stored: the portal stopped, or the disk was full, before it could be.
/// </summary>
internal sealed class RequestRecord
{
    public required string Owner { get; set; }
    public required string Key { get; set; }
    public required byte[] Fingerprint { get; set; }
    public Role Role { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public int? Status { get; set; }
    public string? ContentType { get; set; }
    public string? Location { get; set; }
    public byte[]? Body { get; set; }
}

/// <summary>An effect of a request with an Idempotency-Key: the audit entry that was written in the same transaction.</summary>
internal sealed class RequestEffectRecord
{
    public required string Owner { get; set; }
    public required string Key { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A retained message (MQTT 5 §3.3.1.3). It belongs to the Thing that published it.</summary>
internal sealed class RetainedMessageRecord
{
    public required string Topic { get; set; }
    public required string ThingName { get; set; }
    public required byte[] Payload { get; set; }
    public int QualityOfService { get; set; }
    public string? Properties { get; set; }
    public DateTimeOffset StoredAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
}
