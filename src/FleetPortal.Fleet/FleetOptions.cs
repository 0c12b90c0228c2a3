using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Keys;

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
    public ExpiryPolicy Expiry { get; init; } = ExpiryPolicy.Default;

    /// <summary>Whether CRLs of external authorities are fetched.</summary>
    public CrlFetchOptions CrlFetch { get; init; } = CrlFetchOptions.Off;

    /// <summary>How often a Thing may connect in a minute.</summary>
    public int ConnectsPerMinute { get; init; } = 60;

    /// <summary>How long people stay signed in.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>How long topic names and filters may be.</summary>
    public TopicLimits Topics { get; init; } = TopicLimits.Default;

    /// <summary>Local accounts need a second factor.</summary>
    public bool RequireSecondFactor { get; init; }
}
