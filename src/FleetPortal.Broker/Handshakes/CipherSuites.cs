using System.Net.Security;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// The cipher suites of the device listeners. .NET keeps one SSL_CTX for all handshakes only if no <see cref="CipherSuitesPolicy"/> is set,
/// and its suites without a policy leave out those of small devices (AES-CCM, and CHACHA20 of TLS 1.2). So a policy is set for a client
/// that offers no suite of the default.
/// </summary>
internal static class CipherSuites
{
    // ecdsa_secp256r1_sha256 (RFC 8446 §4.2.3), the only algorithm of our P-256 certificate in TLS 1.3.
    private const ushort EcdsaP256 = 0x0403;

    // In TLS 1.2 the low octet names the key: 1 is RSA, 3 is ECDSA (RFC 5246 §7.4.1.4.1).
    private const byte RsaKey = 1;
    private const byte EcdsaKey = 3;

    private static readonly ushort[] RsaPss = [0x0804, 0x0805, 0x0806];

    private static readonly TlsCipherSuite[] Default13 =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_AES_128_GCM_SHA256,
    ];

    private static readonly TlsCipherSuite[] DefaultEcdsa =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
    ];

    private static readonly TlsCipherSuite[] DefaultRsa =
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
    ];

    // RFC 7251 and RFC 7925 §4.4: AES-CCM is what crypto blocks without GCM have. CHACHA20 (RFC 7905) is for chips without AES.
    private static readonly TlsCipherSuite[] SmallEcdsa =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8,
    ];

    private static readonly TlsCipherSuite[] SmallRsa = [TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256];

    private static readonly TlsCipherSuite[] Small13 =
        [TlsCipherSuite.TLS_AES_128_CCM_SHA256, TlsCipherSuite.TLS_AES_128_CCM_8_SHA256];

    private static readonly TlsCipherSuite[] All13 = [.. Default13, .. Small13];

    private static readonly TlsCipherSuite[] AllEcdsa = [.. DefaultEcdsa, .. SmallEcdsa];

    private static readonly TlsCipherSuite[] AllRsa = [.. DefaultRsa, .. SmallRsa];

    /// <summary>Every suite of the listeners; null where .NET has no policies (Windows).</summary>
    public static CipherSuitesPolicy? All { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsAndroid() ? null
        : new CipherSuitesPolicy([.. All13, .. AllEcdsa, .. AllRsa]);

    /// <summary>Whether the client needs an RSA certificate, because it cannot verify or use an ECDSA one.</summary>
    public static bool NeedsRsa(ClientHello hello)
    {
        var signatures = hello.SignatureAlgorithms;
        if (hello.OffersTls13)
        {
            return signatures.Count > 0 && !signatures.Contains(EcdsaP256) && signatures.Any(RsaPss.Contains);
        }

        return Offers(hello, AllRsa)
            && (!Offers(hello, AllEcdsa)
                || (signatures.Count > 0 && !signatures.Any(one => (one & 0xFF) == EcdsaKey) && signatures.Any(IsRsa)));
    }

    /// <summary>The policy for this client; null if it shares a suite of the default, or none at all.</summary>
    public static CipherSuitesPolicy? PolicyFor(ClientHello hello, bool rsa)
    {
        var (usual, small) = hello.OffersTls13 ? (Default13, Small13) : rsa ? (DefaultRsa, SmallRsa) : (DefaultEcdsa, SmallEcdsa);
        return !Offers(hello, usual) && Offers(hello, small) ? All : null;
    }

    /// <summary>The suites that the portal has for the version of this client.</summary>
    public static IEnumerable<ushort> For(ClientHello hello, bool rsa) =>
        (hello.OffersTls13 ? All13 : rsa ? AllRsa : AllEcdsa).Select(suite => (ushort)suite);

    private static bool IsRsa(ushort signature) => (signature & 0xFF) == RsaKey || RsaPss.Contains(signature);

    private static bool Offers(ClientHello hello, TlsCipherSuite[] suites) =>
        suites.Any(suite => hello.CipherSuites.Contains((ushort)suite));
}
