using FleetPortal.Slices;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Configuration;

/// <summary>
/// Every setting of the portal, in the order of the page <c>src/docs/settings.md</c>: those of the host, then those of each slice.
/// </summary>
public static class SettingsCatalogue
{
    private static readonly Setting[] Host =
    [
        Text("Listen:Portal", "http://127.0.0.1:5080", null, "an address with http or https",
            "Pages, API, CRL, OCSP and health. Plain HTTP works on loopback only, or behind a proxy."),
        Text("Listen:Devices", "https://127.0.0.1:5443", null, "an address with https", "EST, and MQTT over WebSocket."),
        Text("Listen:Mqtt", "mqtts://127.0.0.1:8883", null, "an address with mqtts", "MQTT over TLS. Port 0 takes a free port."),
        Flag("Listen:BehindProxy", "false", null, "A proxy in front of the portal terminates TLS."),
        Text("Listen:KnownProxies", null, "loopback", "addresses and networks, separated by commas",
            "The proxies whose X-Forwarded headers are accepted."),
        Text("Listen:AllowedHosts", null, "Listen:PublicHost", "host names, separated by commas, or *",
            "More host names that pages and API accept."),
        Text("Listen:CertificatePath", null, "a certificate of the portal's own authority", "the path of a PEM or PKCS#12 file",
            "The certificate of Listen:Portal, with its private key."),
        Text("Listen:DeviceRsaCertificatePath", null, "one of the portal's own authority, when a device needs it",
            "the path of a PEM or PKCS#12 file",
            "The RSA certificate of Listen:Devices and Listen:Mqtt for devices without ECDSA, with its private key. It is read at the "
            + "start."),
        Text("Listen:ProxyProtocolFrom", null, "none", "addresses and networks, separated by commas",
            "The proxies that announce a device's address to Listen:Devices and Listen:Mqtt with the PROXY protocol. All their connections "
            + "must begin with its header."),
        Text("Listen:PublicHost", "localhost", null, "host names, separated by commas",
            "The host names in server certificates. Addresses of CRL and OCSP use the first one."),
        Text("Listen:PublicAddress", null, "from Listen:Portal and Listen:PublicHost", "an address with http or https",
            "The base address of CRL and OCSP in certificates, if a proxy changes it."),
        Text("Data:Directory", "./data", null, "a path", "The directory of the database and the keys."),
        Text("Data:KeyPassphrase", null, "a file beside the keys", "a text", "The passphrase that encrypts the keys of the authorities."),
        Text("Database:Provider", "Sqlite", null, "Sqlite", "The database."),
        Text("Database:ConnectionString", null, "fleet.db in Data:Directory", "a connection string of SQLite",
            "The location of the database."),
        Text("Broker:Kind", "Embedded", null, "Embedded", "The MQTT broker."),
    ];

    /// <summary>One line for each setting.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Host, .. PortalSlices.All.SelectMany(slice => slice.SettingKeys)];

    private static readonly Dictionary<string, Setting> ByKey = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    /// <summary>Returns the setting with a key.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no such key.</exception>
    public static Setting Get(string key) =>
        ByKey.TryGetValue(key, out var setting)
            ? setting : throw new InvalidOperationException($"Add {key} to the SettingKeys of a slice.");
}
