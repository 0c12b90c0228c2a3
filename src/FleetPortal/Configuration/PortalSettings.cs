using System.Net;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Configuration;

/// <summary>One listener.</summary>
/// <param name="Scheme"><c>http</c>, <c>https</c> or <c>mqtts</c>.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Port">0 takes a free one.</param>
public sealed record Listener(string Scheme, IPAddress Address, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);
}

/// <summary>The settings after they were checked; nothing reads raw configuration past this.</summary>
public sealed record PortalSettings
{
    /// <summary>Pages, API, health.</summary>
    public required Listener Portal { get; init; }

    /// <summary>MQTT over WebSocket.</summary>
    public required Listener Devices { get; init; }

    /// <summary>MQTT over TLS.</summary>
    public required Listener Mqtt { get; init; }

    /// <summary>A proxy in front does TLS.</summary>
    public required bool BehindProxy { get; init; }

    /// <summary>Whether people reach the pages over TLS, by the portal's listener or by the proxy.</summary>
    public bool PagesOverTls => BehindProxy || Portal.Scheme == "https";

    /// <summary>From whom forwarding headers are believed; matters behind a proxy only.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>The names that pages and API answer to; <c>*</c> is any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>PEM or PKCS#12 for the portal's listener, or null for the portal's own.</summary>
    public required string? CertificatePath { get; init; }

    /// <summary>The name in server certificates and addresses.</summary>
    public required string PublicHost { get; init; }

    /// <summary>The address of CRL, OCSP and authorities in certificates, where a proxy makes it another one than the portal's own.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>Everything that must be backed up; absolute.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>What the keys are encrypted with, or null for the file beside them.</summary>
    public required string? KeyPassphrase { get; init; }

    /// <summary>Things of the built-in simulator; 0 when it is off.</summary>
    public required int SimulatedThings { get; init; }

    /// <summary>The simulated fleet has a past: certificates that end soon, one that has, one on hold.</summary>
    public bool SimulatedStory { get; init; }

    /// <summary>Local accounts.</summary>
    public required bool LocalAccounts { get; init; }

    /// <summary>Sign-in elsewhere, or null.</summary>
    public required OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>Ready personas on the sign-in page: Development, and every listener of pages on loopback.</summary>
    public required bool Personas { get; init; }

    /// <summary>How long people stay signed in.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>Local accounts need a second factor.</summary>
    public bool RequireSecondFactor { get; init; }

    /// <summary>When to warn of an end, and who may still renew after it.</summary>
    public ExpiryPolicy Expiry { get; init; } = ExpiryPolicy.Default;

    /// <summary>Whether CRLs of external authorities are fetched, and from where.</summary>
    public CrlFetchOptions CrlFetch { get; init; } = CrlFetchOptions.Off;

    /// <summary>Connects a minute of one Thing.</summary>
    public required int ConnectsPerMinute { get; init; }

    /// <summary>Connections of devices in all, where the limit of open files allows it.</summary>
    public required int Connections { get; init; }

    /// <summary>Connections of one address.</summary>
    public required int ConnectionsPerAddress { get; init; }

    /// <summary>Connections of one address that are not let in.</summary>
    public required int PendingPerAddress { get; init; }

    /// <summary>How long topic names and filters may be.</summary>
    public required TopicLimits Topics { get; init; }

    /// <summary>SQLite's connection string.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>A PKCS#11 token for keys of authorities, or null.</summary>
    public Pkcs11Options? Pkcs11 { get; init; }

    /// <summary>Where the keys of the first authorities go.</summary>
    public KeyStoreKind KeyStore { get; init; }

    /// <summary>Where the authorities' key files lie.</summary>
    public string KeyDirectory => Path.Combine(DataDirectory, "keys");
}

/// <summary>The settings are wrong: one line a fault.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Each says the key, what is wrong, and what would be right.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
