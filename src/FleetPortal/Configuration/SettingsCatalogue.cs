using System.Globalization;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Configuration;

/// <summary>Every setting of the portal, in the order of the page <c>src/docs/settings.md</c>.</summary>
public static class SettingsCatalogue
{
    /// <summary>All settings, with their defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
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
        Text("Listen:PublicHost", "localhost", null, "a host name", "The host name in server certificates and addresses."),
        Text("Listen:PublicAddress", null, "from Listen:Portal and Listen:PublicHost", "an address with http or https",
            "The base address of CRL and OCSP in certificates, if a proxy changes it."),
        Text("Data:Directory", "./data", null, "a path", "The directory of the database and the keys."),
        Text("Data:KeyPassphrase", null, "a file beside the keys", "a text", "The passphrase that encrypts the keys of the authorities."),
        Text("Database:Provider", "Sqlite", null, "Sqlite", "The database."),
        Text("Database:ConnectionString", null, "fleet.db in Data:Directory", "a connection string of SQLite",
            "The location of the database."),
        Text("Broker:Kind", "Embedded", null, "Embedded", "The MQTT broker."),
        Text("Keys:Store", "File", null, "File or Pkcs11", "Where the keys of the first authorities are created."),
        Text("Keys:Pkcs11:Library", null, "none", "the path of a library", "The PKCS#11 library of a token for keys of authorities."),
        Text("Keys:Pkcs11:Token", null, "none", "a text", "The label of the token."),
        Text("Keys:Pkcs11:Pin", null, "none", "a text", "The PIN of the token."),
        Text("Keys:Pkcs11:PinFile", null, "none", "the path of a file", "A file that contains the PIN, instead of Keys:Pkcs11:Pin."),
        Flag("Simulator:Enabled", "false", null, "Start the built-in simulated fleet."),
        Number("Simulator:Things", 250, 1, 10_000, "Things", "The size of the simulated fleet."),
        Flag("Simulator:Story", "false", null, "The simulated fleet has a history: different expiry dates, one expired, one on hold."),
        Flag("Authentication:Local:Enabled", null, "true, and false with OpenID Connect",
            "Allow sign-in with local accounts. Set true together with OpenID Connect to keep them for emergencies."),
        Flag("Authentication:Personas:Enabled", "true", null, "Offer the personas of the demo, without passwords. Works in Development on loopback only."),
        Flag("Authentication:RequireSecondFactor", "false", null, "Require an authenticator app or a passkey for local accounts."),
        Number("Authentication:Session:IdleHours", 12, 1, 24 * 30, "hours", "A session ends after this time without use."),
        Number("Authentication:Session:MaxHours", 24 * 7, 1, 24 * 90, "hours", "A session ends after this time in any case."),
        Text("Authentication:OpenIdConnect:Authority", null, "none", "an address with https", "The identity provider for single sign-on."),
        Text("Authentication:OpenIdConnect:Issuer", null, "the authority", "an address with https",
            "The issuer, if the provider names another one."),
        Text("Authentication:OpenIdConnect:ClientId", null, "none", "a text", "The client identifier at the provider."),
        Text("Authentication:OpenIdConnect:ClientSecret", null, "none", "a text", "The client secret at the provider."),
        Text("Authentication:OpenIdConnect:Scopes", "openid profile", null, "scopes, separated by blanks",
            "The scopes that the portal requests."),
        Text("Authentication:OpenIdConnect:RoleClaimType", "role", null, "a text", "The claim that contains the roles."),
        Text("Authentication:OpenIdConnect:RoleMap:*", null, "viewer, support and operator by their own names", "administrator, operator, support, viewer or none",
            "The portal role of a role of the provider."),
        Flag("Crls:Fetch", "false", null, "Fetch the CRLs of registered authorities from the addresses that their certificates name."),
        Flag("Crls:FetchFromPrivateAddresses", "false", null, "Fetch CRLs also from loopback, private and link-local addresses."),
        Text("Expiry:WarnDays", "90,30,7,1", null, "1 to 8 numbers from 1 to 3650, separated by commas",
            "Days before the loss of access, or the expiry of an authority, at which the portal warns."),
        Number("Profiles:Thing:RenewExpiredDays", 0, 0, 365, "days", "How long after its expiry a certificate may still renew itself."),
        Number("Limits:ConnectsPerMinute", 60, 1, 100_000, "connects", "The largest number of connects of one Thing in a minute."),
        Number("Limits:Connections", 50_000, 64, 1_000_000, "connections",
            "The largest number of device connections at the same time, if the limit of open files allows it."),
        Number("Limits:ConnectionsPerAddress", 4_096, 1, 1_000_000, "connections",
            "The largest number of connections of one IP address (of IPv6: one /64) at the same time."),
        Number("Limits:PendingPerAddress", 512, 8, 1_000_000, "connections", "The largest number of connections of one IP address that are not admitted yet."),
        Number("Limits:TopicLevels", TopicLimits.Default.Levels, 8, 128, "levels", "The largest number of levels of a topic name or filter."),
        Number("Limits:TopicOctets", TopicLimits.Default.Octets, 512, 65_535, "octets", "The largest number of octets of a topic name or filter."),
    ];

    private static readonly Dictionary<string, Setting> ByKey = All.ToDictionary(setting => setting.Key, StringComparer.Ordinal);

    /// <summary>Returns the setting with a key.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no such key.</exception>
    public static Setting Get(string key) =>
        ByKey.TryGetValue(key, out var setting) ? setting : throw new InvalidOperationException($"Add {key} to SettingsCatalogue.All.");

    private static Setting Text(string key, string? fallback, string? words, string values, string meaning) => new(key, fallback, words, values, null, meaning);

    private static Setting Flag(string key, string? fallback, string? words, string meaning) => new(key, fallback, words, "true or false", null, meaning);

    private static Setting Number(string key, int fallback, int least, int most, string unit, string meaning) =>
        new(key, fallback.ToString(CultureInfo.InvariantCulture), null, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"), unit, meaning)
        {
            Min = least,
            Max = most,
        };
}
