using System.Net;
using FleetPortal.Broker;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Configuration;

/// <summary>The setting of one listener.</summary>
/// <param name="Scheme"><c>http</c>, <c>https</c> or <c>mqtts</c>.</param>
/// <param name="Address">The IP address on which it listens.</param>
/// <param name="Port">The TCP port; 0 takes a free port.</param>
public sealed record Listener(string Scheme, IPAddress Address, int Port)
{
    /// <summary>Whether the listener can be reached from this machine only.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);
}

/// <summary>
/// The validated settings. No other code reads the raw configuration. The settings are described in <see cref="SettingsCatalogue"/>.
/// </summary>
public sealed record PortalSettings
{
    /// <summary>The listener of pages, API, CRL, OCSP and health.</summary>
    public required Listener Portal { get; init; }

    /// <summary>The listener of EST and of MQTT over WebSocket.</summary>
    public required Listener Devices { get; init; }

    /// <summary>The listener of MQTT over TLS.</summary>
    public required Listener Mqtt { get; init; }

    /// <summary>Whether a proxy in front of the portal terminates TLS.</summary>
    public required bool BehindProxy { get; init; }

    /// <summary>Whether the pages are served over TLS, by the portal's listener or by the proxy.</summary>
    public bool PagesOverTls => BehindProxy || Portal.Scheme == "https";

    /// <summary>The proxies whose X-Forwarded headers are accepted. Used only behind a proxy.</summary>
    public IReadOnlyList<IPNetwork> KnownProxies { get; init; } = [];

    /// <summary>The host names that pages and API accept; <c>*</c> accepts every name.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// The path of a PEM or PKCS#12 file for the portal's listener, or null to use a certificate of the portal's own authority.
    /// </summary>
    public required string? CertificatePath { get; init; }

    /// <summary>The host names in server certificates. Addresses use the first one.</summary>
    public required IReadOnlyList<string> PublicHosts { get; init; }

    /// <summary>The host name in addresses: the first one of <see cref="PublicHosts"/>.</summary>
    public string PublicHost => PublicHosts[0];

    /// <summary>The proxies in front of the listeners for devices that announce a device's address with the PROXY protocol.</summary>
    public IReadOnlyList<IPNetwork> ProxyProtocolFrom { get; init; } = [];

    /// <summary>
    /// The path of a PEM or PKCS#12 file with an RSA certificate for the listeners for devices, or null to use one of the portal's own
    /// authority.
    /// </summary>
    public string? DeviceRsaCertificatePath { get; init; }

    /// <summary>
    /// The base address of CRL, OCSP and authority certificates in issued certificates, or null to use the address of the portal's
    /// listener.
    /// </summary>
    public string? PublicAddress { get; init; }

    /// <summary>The absolute path of the directory with the database and the keys. It contains everything that a backup needs.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The passphrase that encrypts the keys, or null to use the passphrase file beside them.</summary>
    public required string? KeyPassphrase { get; init; }

    /// <summary>The number of Things of the built-in simulator; 0 if it is off.</summary>
    public required int SimulatedThings { get; init; }

    /// <summary>Whether the simulated fleet has a history: certificates that expire soon, one that has expired, one on hold.</summary>
    public bool SimulatedStory { get; init; }

    /// <summary>Whether people can sign in with local accounts.</summary>
    public required bool LocalAccounts { get; init; }

    /// <summary>The settings of single sign-on, or null if it is not configured.</summary>
    public required OpenIdConnectSettings? OpenIdConnect { get; init; }

    /// <summary>Whether the sign-in page offers personas. Only in Development, on loopback and without a proxy.</summary>
    public required bool Personas { get; init; }

    /// <summary>The idle time and the longest duration of people's sessions.</summary>
    public SessionLimits Sessions { get; init; } = SessionLimits.Default;

    /// <summary>Whether local accounts need a second factor.</summary>
    public bool RequireSecondFactor { get; init; }

    /// <summary>When the portal warns of an expiry, and how long an expired certificate may still renew itself.</summary>
    public ExpiryPolicy Expiry { get; init; } = ExpiryPolicy.Default;

    /// <summary>When the clone detector opens a finding.</summary>
    public DetectionLimits Detection { get; init; } = DetectionLimits.Default;

    /// <summary>Which findings the portal contains by itself.</summary>
    public ContainmentPolicy Containment { get; init; } = ContainmentPolicy.Off;

    /// <summary>Whether the portal fetches CRLs of external authorities, and from which addresses.</summary>
    public CrlFetchOptions CrlFetch { get; init; } = CrlFetchOptions.Off;

    /// <summary>The largest number of connects of one Thing in a minute.</summary>
    public required int ConnectsPerMinute { get; init; }

    /// <summary>The ThingTypes whose Things take part in the rolling proof.</summary>
    public required IReadOnlyList<string> ProofTypes { get; init; }

    /// <summary>What a client may do before it is authenticated, and what the broker keeps for a session.</summary>
    public required BrokerLimits Broker { get; init; }

    /// <summary>The largest number of device connections, if the limit of open files allows it.</summary>
    public required int Connections { get; init; }

    /// <summary>The largest number of connections of one IP address.</summary>
    public required int ConnectionsPerAddress { get; init; }

    /// <summary>The largest number of connections of one IP address that are not admitted yet.</summary>
    public required int PendingPerAddress { get; init; }

    /// <summary>The largest numbers of levels and octets of a topic name or filter.</summary>
    public required TopicLimits Topics { get; init; }

    /// <summary>The connection string of SQLite.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The PKCS#11 token for keys of authorities, or null.</summary>
    public Pkcs11Options? Pkcs11 { get; init; }

    /// <summary>Where the first start creates the keys of the authorities.</summary>
    public KeyStoreKind KeyStore { get; init; }

    /// <summary>The directory of the authorities' key files.</summary>
    public string KeyDirectory => Path.Combine(DataDirectory, "keys");
}

/// <summary>Invalid settings. The message has one line for each fault.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>One sentence for each fault: the key, the error and the remedy.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
