using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Inventory;

/// <summary>The newest CRL of an external authority, and how fetching goes.</summary>
/// <param name="Number">cRLNumber in hexadecimal, or null.</param>
/// <param name="ThisUpdate">When it was issued; null where none has come yet.</param>
/// <param name="ReceivedFrom">For people: an address, or who uploaded it.</param>
/// <param name="Entries">How many certificates it lists.</param>
/// <param name="Problem">Why it could not be fetched the last time, or null.</param>
public sealed record ExternalCrlView(string? Number, DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate, DateTimeOffset? ReceivedAt, string? ReceivedFrom, int Entries, string? Problem)
{
    /// <summary>Whether the next one is overdue. Certificates of the authority are accepted nevertheless.</summary>
    public bool IsOverdue(DateTimeOffset now) => NextUpdate < now;
}

/// <summary>An authority as people see it.</summary>
public sealed record AuthorityView
{
    /// <summary>What stands for no authority in queries: certificates that were pinned to their Thing.</summary>
    public const string Pinned = "pinned";

    /// <summary>As addresses spell it: <c>issuing-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>As people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the portal.</summary>
    public required AuthorityKind Kind { get; init; }

    /// <summary>As stored; see <see cref="NotAfter"/> for time.</summary>
    public required AuthorityStatus Status { get; init; }

    /// <summary>Since when it has this status.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>Who gave it this status.</summary>
    public string? StatusChangedBy { get; init; }

    /// <summary>How long its last change of status took to be known; null where nothing of it was measured.</summary>
    public PropagationTimes? Known { get; init; }

    /// <summary>The authority above it, or null.</summary>
    public string? ParentId { get; init; }

    /// <summary>Its name, as people call it.</summary>
    public string? ParentName { get; init; }

    /// <summary>The authority that signs in its stead since it was rolled over, or null.</summary>
    public string? SuccessorId { get; init; }

    /// <summary>Whether it signs where nobody chose another.</summary>
    public bool IsDefaultIssuer { get; init; }

    /// <summary>When it was made or registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The end of its validity.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Where its key is kept; null where it is not ours.</summary>
    public KeyStoreKind? KeyStore { get; init; }

    /// <summary>The code that the proof of possession must carry, while it waits for one.</summary>
    public string? ProofCode { get; init; }

    /// <summary>Active certificates of Things that have not ended, signed by it.</summary>
    public int ActiveCertificates { get; init; }

    /// <summary>When the oldest part of its CRL was published; null where there is none.</summary>
    public DateTimeOffset? CrlThisUpdate { get; init; }

    /// <summary>When the first part of its CRL ends.</summary>
    public DateTimeOffset? CrlNextUpdate { get; init; }

    /// <summary>"EC P-256"; "not known" where the key is of a kind that is not taken any more.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>The certificate.</summary>
    public required byte[] Der { get; init; }

    /// <summary>The CRL of an authority that somebody else runs; null for the portal's own, and where none was given or fetched so far.</summary>
    public ExternalCrlView? ExternalCrl { get; init; }

    /// <summary>What somebody should know before they rely on it; mostly none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it signs new certificates of Things.</summary>
    public bool Issues => Kind == AuthorityKind.Issuing && Status == AuthorityStatus.Active && SuccessorId is null;

    /// <summary>Whether it has ended by time.</summary>
    public bool IsExpired(DateTimeOffset now) => NotAfter < now;
}
