using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// Computes the JA4 fingerprint of a ClientHello (FoxIO, "JA4: TLS Client Fingerprinting"): version, server name, counts and the first
/// application protocol, then a hash of the cipher suites and one of the extensions with the signature algorithms.
/// </summary>
internal static class Ja4
{
    // Equal fingerprints share one object, because a fleet has few of them. Beyond this number each connection keeps its own.
    private const int MaxShared = 4096;
    private const int MaxCount = 99;
    private const int HashOctets = 6;
    private const string NoHash = "000000000000";

    // Extensions that a client sends or not depending on what it did before: padding (RFC 7685), session_ticket (RFC 5077),
    // pre_shared_key, early_data, cookie (RFC 8446 §4.2).
    private static readonly ushort[] OfTheSession = [0x0015, 0x0023, 0x0029, 0x002a, 0x002c];

    private static readonly ConcurrentDictionary<TlsFingerprint, TlsFingerprint> _shared = new();

    /// <summary>Returns the fingerprint of a ClientHello.</summary>
    public static TlsFingerprint Of(ClientHello hello)
    {
        var kept = hello.Extensions.Where(extension => !OfTheSession.Contains(extension)).ToList();
        var fingerprint = new TlsFingerprint(Of(hello, hello.Extensions), Of(hello, kept));

        // Count locks the whole table, so it is read for a new fingerprint only.
        return _shared.TryGetValue(fingerprint, out var shared) ? shared
            : _shared.Count < MaxShared ? _shared.GetOrAdd(fingerprint, fingerprint) : fingerprint;
    }

    private static string Of(ClientHello hello, IReadOnlyCollection<ushort> extensions)
    {
        var named = extensions.Where(extension => extension is not (TlsNumbers.ServerName or TlsNumbers.ApplicationProtocols)).ToList();
        var algorithms = hello.SignatureAlgorithms.Count == 0 ? "" : "_" + Hex(hello.SignatureAlgorithms);
        return string.Create(CultureInfo.InvariantCulture,
            $"t{VersionOf(hello.Versions)}{(hello.ServerName is null ? 'i' : 'd')}{CountOf(hello.CipherSuites)}{CountOf(extensions)}")
            + $"{ProtocolOf(hello.ApplicationProtocols)}_{Hash(Hex(hello.CipherSuites.Order()))}_{Hash(Hex(named.Order()) + algorithms)}";
    }

    private static string VersionOf(IReadOnlyList<ushort> versions) => versions is [var highest, ..] ? highest switch
    {
        TlsNumbers.Tls13 => "13",
        TlsNumbers.Tls12 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        _ => "00",
    } : "00";

    private static string CountOf(IReadOnlyCollection<ushort> numbers) =>
        Math.Min(numbers.Count, MaxCount).ToString("D2", CultureInfo.InvariantCulture);

    // The first and the last character of the first protocol; of other octets, the first and the last hexadecimal digit.
    private static string ProtocolOf(IReadOnlyList<string> protocols) => protocols switch
    {
        [{ Length: > 0 } first, ..] when char.IsAsciiLetterOrDigit(first[0]) && char.IsAsciiLetterOrDigit(first[^1]) =>
            $"{first[0]}{first[^1]}",
        [{ Length: > 0 } first, ..] => Convert.ToHexStringLower(Encoding.Latin1.GetBytes(first)) is var hex ? $"{hex[0]}{hex[^1]}" : "",
        _ => "00",
    };

    private static string Hex(IEnumerable<ushort> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString("x4", CultureInfo.InvariantCulture)));

    private static string Hash(string text) =>
        text.Length == 0 ? NoHash : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, HashOctets));
}
