using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Fleet.Findings;

/// <summary>One kind of finding.</summary>
/// <param name="Id">The spelling in kebab case. Public and stable.</param>
/// <param name="Name">The name for people, such as "Shared credential".</param>
/// <param name="Severity">The severity unless the evidence says more.</param>
/// <param name="Recommendation">The recommendation of Best Practice 1.1 that it breaks, such as <c>1.1.1</c>.</param>
/// <param name="Breaks">What that recommendation asks for, in a few words.</param>
public sealed record FindingKind(string Id, string Name, FindingSeverity Severity, string Recommendation, string Breaks);

/// <summary>All kinds of findings.</summary>
public static class FindingCatalogue
{
    /// <summary>Certificates of Things expire soon.</summary>
    public const string ExpiringCertificate = "expiring-certificate";

    /// <summary>An authority of devices expires soon.</summary>
    public const string ExpiringAuthority = "expiring-authority";

    /// <summary>A client is connected with a certificate that is not active.</summary>
    public const string RevokedButConnected = "revoked-but-connected";

    /// <summary>An authority is disabled or retired, and certificates of it are active.</summary>
    public const string AuthorityDisabled = "authority-disabled-with-active-certificates";

    /// <summary>An active certificate has a weak or compromised key.</summary>
    public const string WeakKey = "weak-key";

    /// <summary>A certificate has been in use for years.</summary>
    public const string OldCertificate = "old-certificate";

    /// <summary>An enabled Thing has no certificate that it could connect with.</summary>
    public const string NoCredential = RefusalCodes.NoCredential;

    /// <summary>A Thing has two active certificates that no rotation explains.</summary>
    public const string SeveralCredentials = "several-credentials";

    /// <summary>An active certificate belongs to a retired Thing or application.</summary>
    public const string OrphanedCertificate = "orphaned-certificate";

    /// <summary>An application may send to the whole fleet.</summary>
    public const string PolicyTooWide = "policy-too-wide";

    /// <summary>The audit chain does not verify.</summary>
    public const string AuditChainBroken = "audit-chain-broken";

    private const string Certificates = "1.1.1";
    private const string Unique = "a unique certificate for each device";
    private const string Operation = "continued operation as certificates expire";
    private const string Names = "1.1.4";

    /// <summary>All kinds, the most severe first.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        new(FindingKinds.SharedCredential, "Shared credential", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.SharedKey, "Shared key", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.RetiredKeyUsed, "Retired key used", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.ImpossibleMove, "Impossible move", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.ClientIdentifierConflict, "Client identifier in conflict", FindingSeverity.Medium, Names,
            "one client identifier for each device"),
        new(FindingKinds.RefusedRepeatedly, "Refused repeatedly", FindingSeverity.Medium, Certificates,
            "devices that keep a valid certificate"),
        new(RevokedButConnected, "Revoked yet connected", FindingSeverity.Critical, Certificates, "certificates that can be revoked"),
        new(AuditChainBroken, "Audit chain broken", FindingSeverity.Critical, Certificates, "a registry that can be trusted"),
        new(AuthorityDisabled, "Ended authority with active certificates", FindingSeverity.High, Certificates, Operation),
        new(WeakKey, "Weak key", FindingSeverity.High, Certificates, Unique),
        new(NoCredential, "No credential", FindingSeverity.Medium, Certificates, "an identity principal for each Thing"),
        new(ExpiringAuthority, "Authority expiring", FindingSeverity.Medium, Certificates, Operation),
        new(ExpiringCertificate, "Certificate expiring", FindingSeverity.Medium, Certificates, Operation),
        new(SeveralCredentials, "Several credentials", FindingSeverity.Medium, Certificates, Unique),
        new(OrphanedCertificate, "Orphaned certificate", FindingSeverity.Medium, Certificates, "certificates that belong to one device"),
        new(PolicyTooWide, "Policy too wide", FindingSeverity.Medium, Names, "rights that follow the topic namespace"),
        new(OldCertificate, "Old certificate", FindingSeverity.Low, Certificates, "rotation of certificates"),
    ];

    private static readonly Dictionary<string, FindingKind> _byId = All.ToDictionary(kind => kind.Id, StringComparer.Ordinal);

    /// <summary>Returns a kind; null if there is none with this spelling.</summary>
    public static FindingKind? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Returns a kind that exists.</summary>
    internal static FindingKind Of(string id) => _byId[id];
}
