using FleetPortal.Pki.Keys;

using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

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
