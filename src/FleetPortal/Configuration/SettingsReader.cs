using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Broker;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using FleetPortal.Hosting;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Configuration;

/// <summary>Reads and validates the configuration. Reports all faults together.</summary>
public sealed class SettingsReader
{
    // Seconds that a write waits for the database lock of another process.
    private const int LockSeconds = 10;
    private const int Kibibyte = 1_024;

    private readonly SettingsSource _configuration;
    private readonly List<string> _faults = [];

    private SettingsReader(IConfiguration configuration) => _configuration = new SettingsSource(configuration);

    /// <summary>Reads and validates the settings. A configured key that is not in <see cref="SettingsCatalogue"/> is a fault.</summary>
    /// <exception cref="SettingsException">The settings are invalid; one line for each fault.</exception>
    public static PortalSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var reader = new SettingsReader(configuration);
        reader._faults.AddRange(reader._configuration.UnknownKeys());
        var settings = reader.Read(isDevelopment);
        return reader._faults.Count == 0 ? settings : throw new SettingsException(reader._faults);
    }

    private PortalSettings Read(bool isDevelopment)
    {
        var portal = Listen("Listen:Portal", "http", "https");
        var behindProxy = Flag("Listen:BehindProxy");
        if (portal.Scheme == "http" && !portal.IsLoopback && !behindProxy)
        {
            _faults.Add("Listen:Portal: plain HTTP is allowed on loopback only. Use https://, or set Listen:BehindProxy=true if a proxy "
                + "terminates TLS.");
        }

        var provider = _configuration.OrDefault("Database:Provider");
        if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"Database:Provider: {provider} is not available. Use Sqlite.");
        }

        var broker = _configuration.OrDefault("Broker:Kind");
        if (!broker.Equals("Embedded", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"Broker:Kind: {broker} is not available. Use Embedded.");
        }

        var token = Pkcs11();
        var directory = Path.GetFullPath(_configuration.OrDefault("Data:Directory"));
        var openIdConnect = OpenIdConnectReader.Read(_configuration.GetSection(OpenIdConnectReader.Section), _faults);
        var publicHosts = HostReader.PublicHosts(_configuration.OrDefault("Listen:PublicHost"), _faults);
        var publicAddress = PublicAddress("Listen:PublicAddress");
        return new PortalSettings
        {
            Portal = portal,
            Devices = Listen("Listen:Devices", "https"),
            Mqtt = Listen("Listen:Mqtt", "mqtts"),
            BehindProxy = behindProxy,
            CertificatePath = ExistingFile("Listen:CertificatePath"),
            KnownProxies = HostReader.KnownProxies(_configuration["Listen:KnownProxies"], _faults),
            AllowedHosts = HostReader.AllowedHosts(_configuration["Listen:AllowedHosts"], publicHosts, publicAddress, _faults),
            ProxyProtocolFrom = HostReader.Networks("Listen:ProxyProtocolFrom", _configuration["Listen:ProxyProtocolFrom"], _faults),
            DeviceRsaCertificatePath = RsaCertificate("Listen:DeviceRsaCertificatePath"),
            PublicHosts = publicHosts,
            PublicAddress = publicAddress,
            DataDirectory = directory,
            KeyPassphrase = _configuration["Data:KeyPassphrase"],
            Pkcs11 = token,
            KeyStore = KeyStore(token),
            SimulatedThings = Flag("Simulator:Enabled") ? Number("Simulator:Things") : 0,
            SimulatedStory = Flag("Simulator:Story"),
            LocalAccounts = Flag("Authentication:Local:Enabled", openIdConnect is null),
            OpenIdConnect = openIdConnect,
            Personas = isDevelopment && portal.IsLoopback && !behindProxy && Flag("Authentication:Personas:Enabled"),
            Sessions = new SessionLimits(
                TimeSpan.FromHours(Number("Authentication:Session:IdleHours")),
                TimeSpan.FromHours(Number("Authentication:Session:MaxHours"))),
            RequireSecondFactor = Flag("Authentication:RequireSecondFactor"),
            Expiry = new ExpiryPolicy(WarnDays(), Number("Profiles:Thing:RenewExpiredDays")),
            Detection = new DetectionLimits
            {
                Threshold = Number("Findings:Threshold"),
                Window = TimeSpan.FromSeconds(Number("Findings:WindowSeconds")),
                Networks = Number("Findings:Networks"),
                RefusedAttempts = Number("Findings:RefusedAttempts"),
                RefusedWindow = TimeSpan.FromMinutes(Number("Findings:RefusedMinutes")),
            },
            Containment = new ContainmentPolicy(ContainedKinds(), Number("Findings:ContainPerDay")),
            CrlFetch = new CrlFetchOptions(Flag("Crls:Fetch"), Flag("Crls:FetchFromPrivateAddresses")),
            ProofTypes = HostReader.Parts(_configuration["Proof:Types"] ?? ""),
            ConnectsPerMinute = Number("Limits:ConnectsPerMinute"),
            Broker = Broker(),
            Connections = Number("Limits:Connections"),
            ConnectionsPerAddress = Number("Limits:ConnectionsPerAddress"),
            PendingPerAddress = Number("Limits:PendingPerAddress"),
            Topics = new TopicLimits(Number("Limits:TopicLevels"), Number("Limits:TopicOctets")),
            ConnectionString = _configuration["Database:ConnectionString"]
                ?? $"Data Source={Path.Combine(directory, "fleet.db")};Default Timeout={LockSeconds}",
        };
    }

    private BrokerLimits Broker() => new()
    {
        HandshakeTimeout = TimeSpan.FromSeconds(Number("Limits:HandshakeSeconds")),
        ConnectTimeout = TimeSpan.FromSeconds(Number("Limits:ConnectSeconds")),
        MaxKeepAliveSeconds = (ushort)Number("Limits:KeepAliveSeconds"),
        MaxSessionExpirySeconds = (uint)TimeSpan.FromDays(Number("Limits:SessionDays")).TotalSeconds,
        QueuedMessagesPerSession = Number("Limits:QueuedMessages"),
        QueuedOctetsPerSession = Number("Limits:QueuedKibibytes") * Kibibyte,
        QueuedOctets = Number("Limits:QueuedMebibytes") * (long)Kibibyte * Kibibyte,
        QueuedAge = TimeSpan.FromDays(Number("Limits:QueuedDays")),
        RetainedTopicsPerThing = Number("Limits:RetainedTopics"),
    };

    private Listener Listen(string key, params string[] schemes)
    {
        var text = _configuration.OrDefault(key);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || !schemes.Contains(uri.Scheme) || uri.Port < 0 || uri.AbsolutePath.Length > 1)
        {
            _faults.Add($"{key}: {text} is not an address such as {SettingsCatalogue.Get(key).Default}.");
            return new Listener(schemes[0], IPAddress.Loopback, 0);
        }

        var host = uri.Host.Trim('[', ']');
        var address = host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" or "+" => IPAddress.IPv6Any,
            _ => IPAddress.TryParse(host, out var parsed) ? parsed : null,
        };
        if (address is null)
        {
            _faults.Add($"{key}: {host} is not an IP address. Listen on 127.0.0.1, on 0.0.0.0 or on an address of this machine, and put "
                + $"names into Listen:PublicHost.");
        }

        return new Listener(uri.Scheme, address ?? IPAddress.Loopback, uri.Port);
    }

    private Pkcs11Options? Pkcs11()
    {
        var section = _configuration.GetSection("Keys:Pkcs11");
        if (!section.Exists())
        {
            return null;
        }

        var pin = section["PinFile"] is null
            ? section["Pin"] : ExistingFile("Keys:Pkcs11:PinFile") is { } file && File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        if (string.IsNullOrEmpty(section["Library"]) || string.IsNullOrEmpty(section["Token"]) || pin is null)
        {
            _faults.Add("Keys:Pkcs11: set Library (the path of the PKCS#11 library), Token (the label of the token), and Pin or PinFile.");
        }

        return new Pkcs11Options(ExistingFile("Keys:Pkcs11:Library") ?? "", section["Token"] ?? "", pin ?? "");
    }

    private KeyStoreKind KeyStore(Pkcs11Options? token)
    {
        var text = _configuration.OrDefault("Keys:Store");
        if (!EnumName.TryParse<KeyStoreKind>(text, out var kind))
        {
            _faults.Add($"Keys:Store: {text} is neither File nor Pkcs11.");
        }
        else if (kind == KeyStoreKind.Pkcs11 && token is null)
        {
            _faults.Add("Keys:Store: Pkcs11 needs Keys:Pkcs11:Library, Keys:Pkcs11:Token and Keys:Pkcs11:Pin.");
        }

        return kind;
    }

    private string[] ContainedKinds()
    {
        var text = _configuration.OrDefault("Findings:Contain");
        var kinds = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var unknown in kinds.Except(ContainmentPolicy.Possible, StringComparer.Ordinal))
        {
            _faults.Add($"Findings:Contain: {unknown} is not one of {string.Join(", ", ContainmentPolicy.Possible)}.");
        }

        return kinds;
    }

    private IReadOnlyList<int> WarnDays()
    {
        var text = _configuration.OrDefault("Expiry:WarnDays");
        var days = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Distinct().ToList();
        if (days.Count is 0 or > 8 || days.Any(number => number is < 1 or > 3650))
        {
            _faults.Add($"Expiry:WarnDays: {text} is not a list of days such as 90,30,7,1.");
        }

        return [.. days.OrderDescending()];
    }

    private bool Flag(string key) => Flag(key, SettingsCatalogue.Get(key).Default == "true");

    private bool Flag(string key, bool fallback)
    {
        var text = _configuration[key];
        if (text is null)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        _faults.Add($"{key}: {text} is neither true nor false.");
        return fallback;
    }

    private int Number(string key)
    {
        var (setting, text) = (SettingsCatalogue.Get(key), _configuration.OrDefault(key));
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= setting.Min && value <= setting.Max)
        {
            return value;
        }

        _faults.Add($"{key}: {text} is not a number from {setting.Min} to {setting.Max}.");
        return setting.Min;
    }

    private string? PublicAddress(string key)
    {
        var text = _configuration[key];
        if (text is not null
            && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0))
        {
            _faults.Add($"{key}: {text} is not an address such as http://pki.example.com.");
        }

        return text?.TrimEnd('/');
    }

    /// <summary>The path of a file with an RSA certificate and its private key. ECDSA is what the portal's own certificate has.</summary>
    private string? RsaCertificate(string key)
    {
        if (ExistingFile(key) is not { } path || !File.Exists(path))
        {
            return null;
        }

        try
        {
            var (certificate, _) = PortalCertificate.Read(path);
            if (!certificate.HasPrivateKey || certificate.GetRSAPublicKey() is null)
            {
                _faults.Add($"{key}: {path} has no RSA certificate with its private key.");
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            _faults.Add($"{key}: {path} cannot be read ({e.Message}).");
        }

        return path;
    }

    private string? ExistingFile(string key)
    {
        var path = _configuration[key];
        if (path is not null && !File.Exists(path))
        {
            _faults.Add($"{key}: there is no file {path}.");
        }

        return path;
    }
}
