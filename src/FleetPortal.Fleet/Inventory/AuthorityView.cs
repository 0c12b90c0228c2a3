using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Inventory;

/// <summary>The newest CRL of an external authority, and the result of the last download.</summary>
/// <param name="Number">The cRLNumber in hexadecimal; null without one.</param>
/// <param name="ThisUpdate">The time at which the CRL was issued; null if the portal has no CRL yet.</param>
/// <param name="ReceivedFrom">The address from which it was downloaded, or the name of the person who uploaded it.</param>
/// <param name="Entries">The number of certificates that it lists.</param>
/// <param name="Problem">Why the last download failed; null if it did not.</param>
public sealed record ExternalCrlView(string? Number,
    DateTimeOffset? ThisUpdate, DateTimeOffset? NextUpdate, DateTimeOffset? ReceivedAt, string? ReceivedFrom, int Entries, string? Problem)
{
    /// <summary>Whether the next CRL is overdue. Certificates of the authority are still accepted.</summary>
    public bool IsOverdue(DateTimeOffset now) => NextUpdate < now;
}

/// <summary>An authority with the data that pages and the API show.</summary>
public sealed record AuthorityView
{
    /// <summary>The value that means "no authority" in queries: it selects pinned certificates.</summary>
    public const string Pinned = "pinned";

    /// <summary>The identifier that URLs use, such as <c>issuing-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that people read.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of the authority.</summary>
    public required AuthorityKind Kind { get; init; }

    /// <summary>The stored status. It does not say whether the authority has expired; see <see cref="NotAfter"/>.</summary>
    public required AuthorityStatus Status { get; init; }

    /// <summary>The time of the last change of status.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>The name of the actor who made the last change of status.</summary>
    public string? StatusChangedBy { get; init; }

    /// <summary>The propagation times of the last change of status; null if none was measured.</summary>
    public PropagationTimes? Known { get; init; }

    /// <summary>The identifier of the authority above it; null for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>The name of the authority above it; null for none.</summary>
    public string? ParentName { get; init; }

    /// <summary>The identifier of the authority that replaced it and signs now; null for none.</summary>
    public string? SuccessorId { get; init; }

    /// <summary>Whether it signs when no other authority is chosen.</summary>
    public bool IsDefaultIssuer { get; init; }

    /// <summary>The time at which it was created or registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The end of validity of its certificate.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The store that holds its key; null if the portal has no key of it.</summary>
    public KeyStoreKind? KeyStore { get; init; }

    /// <summary>The code that the proof of possession must contain; null if no proof is awaited.</summary>
    public string? ProofCode { get; init; }

    /// <summary>The number of active, unexpired certificates of Things that it signed.</summary>
    public int ActiveCertificates { get; init; }

    /// <summary>The thisUpdate of the oldest part of its CRL; null without a CRL.</summary>
    public DateTimeOffset? CrlThisUpdate { get; init; }

    /// <summary>The earliest nextUpdate of the parts of its CRL; null without a CRL.</summary>
    public DateTimeOffset? CrlNextUpdate { get; init; }

    /// <summary>The key algorithm, such as "EC P-256". "not known" for algorithms that are not supported any more.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>The certificate in DER.</summary>
    public required byte[] Der { get; init; }

    /// <summary>The CRL of an external authority; null for the portal's own authorities, and if the portal has no CRL of it yet.</summary>
    public ExternalCrlView? ExternalCrl { get; init; }

    /// <summary>Sentences that an operator should read before using the authority; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Whether it signs new certificates of Things.</summary>
    public bool Issues => Kind == AuthorityKind.Issuing && Status == AuthorityStatus.Active && SuccessorId is null;

    /// <summary>Whether its validity has ended.</summary>
    public bool IsExpired(DateTimeOffset now) => NotAfter < now;
}
