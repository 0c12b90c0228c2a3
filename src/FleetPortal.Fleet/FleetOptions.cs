using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Proofs;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet;

/// <summary>The settings of the domain.</summary>
public sealed record FleetOptions
{
    /// <summary>The connection string of SQLite.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The directory with the keys of the authorities.</summary>
    public required string KeyDirectory { get; init; }

    /// <summary>
    /// The name of the file with the passphrase in the key directory, used if no setting contains the passphrase. A backup includes the
    /// file.
    /// </summary>
    public string PassphraseFile { get; init; } = "passphrase";

    /// <summary>The passphrase that encrypts the keys.</summary>
    public required string KeyPassphrase { get; init; }

    /// <summary>The PKCS#11 token with keys of authorities; null for none.</summary>
    public Pkcs11Options? Pkcs11 { get; init; }

    /// <summary>The store in which the keys of the first authorities are created.</summary>
    public KeyStoreKind KeyStore { get; init; }

    /// <summary>
    /// Returns the address at which devices reach the portal. Certificates contain it in the addresses of CRL, OCSP and authority. Null
    /// leaves these out.
    /// </summary>
    public Func<string?> PublicAddress { get; init; } = () => null;

    /// <summary>When to warn before an expiry.</summary>
    public ExpiryPolicy Expiry { get; init; } = ExpiryPolicy.Default;

    /// <summary>Whether and how CRLs of external authorities are downloaded.</summary>
    public CrlFetchOptions CrlFetch { get; init; } = CrlFetchOptions.Off;

    /// <summary>The number of connections that a Thing may make in a minute.</summary>
    public int ConnectsPerMinute { get; init; } = 60;

    /// <summary>When the clone detector speaks of a finding.</summary>
    public DetectionLimits Detection { get; init; } = DetectionLimits.Default;

    /// <summary>Which findings the portal contains by itself.</summary>
    public ContainmentPolicy Containment { get; init; } = ContainmentPolicy.Off;

    /// <summary>The types whose Things take part in the rolling proof.</summary>
    public ProofTypes ProofTypes { get; init; } = ProofTypes.None;

    /// <summary>How long people stay signed in.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>The limits of topic names and filters.</summary>
    public TopicLimits Topics { get; init; } = TopicLimits.Default;

    /// <summary>Whether local accounts must have a second factor.</summary>
    public bool RequireSecondFactor { get; init; }
}
