using System.Globalization;
using System.Net.Security;

namespace FleetPortal.Broker.Handshakes;

/// <summary>The numbers of TLS that the listeners use, with their names (IANA TLS registries).</summary>
internal static class TlsNumbers
{
    public const ushort Tls12 = 0x0303;
    public const ushort Tls13 = 0x0304;

    public const ushort ServerName = 0;
    public const ushort SupportedGroups = 10;
    public const ushort SignatureAlgorithms = 13;
    public const ushort ApplicationProtocols = 16;
    public const ushort SupportedVersions = 43;

    // How many numbers of a list a text names. The text of a check has 256 characters.
    private const int Shown = 3;

    // Not cipher suites: signals in the list of suites (RFC 5746 §3.3, RFC 7507 §2).
    private static readonly ushort[] Signals = [0x00FF, 0x5600];

    private static readonly string[] Alerts = AlertNames();

    /// <summary>The name of a TLS version.</summary>
    public static string VersionOf(ushort version) => version switch
    {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        Tls12 => "TLS 1.2",
        Tls13 => "TLS 1.3",
        _ => string.Create(CultureInfo.InvariantCulture, $"version 0x{version:X4}"),
    };

    /// <summary>The name of an alert (RFC 8446 §6) with its number.</summary>
    public static string AlertOf(int alert) =>
        string.Create(CultureInfo.InvariantCulture, $"{(alert < Alerts.Length && Alerts[alert] is { } name ? name : "alert")} ({alert})");

    /// <summary>The names of the first cipher suites of a list, and how many follow.</summary>
    public static string SuitesOf(IEnumerable<ushort> suites)
    {
        var all = suites.Where(suite => !Signals.Contains(suite)).ToList();
        var names = all.Take(Shown).Select(suite => Enum.IsDefined((TlsCipherSuite)suite)
            ? ((TlsCipherSuite)suite).ToString()["TLS_".Length..] : string.Create(CultureInfo.InvariantCulture, $"0x{suite:X4}"));
        return all.Count == 0 ? "none" : string.Join(", ", names) + MoreThan(all.Count);
    }

    /// <summary>The names of the first groups of a list, and how many follow.</summary>
    public static string GroupsOf(IReadOnlyList<ushort> groups) =>
        groups.Count == 0 ? "none" : string.Join(", ", groups.Take(Shown).Select(GroupOf)) + MoreThan(groups.Count);

    private static string GroupOf(ushort group) => group switch
    {
        23 => "P-256",
        24 => "P-384",
        25 => "P-521",
        29 => "X25519",
        30 => "X448",
        _ => string.Create(CultureInfo.InvariantCulture, $"group {group}"),
    };

    private static string MoreThan(int count) =>
        count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {count - Shown} more") : "";

    private static string[] AlertNames()
    {
        var names = new string[121];
        (names[0], names[10], names[20], names[22]) = ("close_notify", "unexpected_message", "bad_record_mac", "record_overflow");
        (names[40], names[42], names[43]) = ("handshake_failure", "bad_certificate", "unsupported_certificate");
        (names[44], names[45], names[46]) = ("certificate_revoked", "certificate_expired", "certificate_unknown");
        (names[47], names[48], names[49]) = ("illegal_parameter", "unknown_ca", "access_denied");
        (names[50], names[51], names[70]) = ("decode_error", "decrypt_error", "protocol_version");
        (names[71], names[80], names[86]) = ("insufficient_security", "internal_error", "inappropriate_fallback");
        (names[90], names[109], names[110]) = ("user_canceled", "missing_extension", "unsupported_extension");
        (names[112], names[113]) = ("unrecognized_name", "bad_certificate_status_response");
        (names[116], names[120]) = ("certificate_required", "no_application_protocol");
        return names;
    }
}
