using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>An authority. External ones have no <see cref="KeyName"/>, because the portal does not hold their keys.</summary>
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

    /// <summary>
    /// The propagation times of the last status change, in microseconds. Null if a place has not applied it, or did not have to.
    /// </summary>
    public int? SessionClosed { get; set; }
    public int? ReconnectRefused { get; set; }
    public int? Crl { get; set; }

    /// <summary>The authority is proven, and the search for pinned certificates that it signed is not complete.</summary>
    public bool AdoptionDue { get; set; }

    /// <summary>The intermediate was disabled together with an authority above it, and is enabled with it again.</summary>
    public bool DisabledWithParent { get; set; }
    public long Version { get; set; } = 1;
}
