using System.Globalization;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker.Handshakes;

/// <summary>Finds the reason why a connection did not complete TLS, from what the client offered and from OpenSSL's error.</summary>
internal static class HandshakeRefusals
{
    // Reasons of OpenSSL (sslerr.h).
    private const int NoSuitableKeyShare = 101;
    private const int NoSuitableSignatureAlgorithm = 118;
    private const int NoSharedCipher = 193;
    private const int NoApplicationProtocol = 235;
    private const int UnsupportedProtocol = 258;

    // Alerts (RFC 8446 §6.2).
    private const int BadCertificate = 42;
    private const int UnsupportedCertificate = 43;
    private const int CertificateExpired = 45;
    private const int CertificateUnknown = 46;
    private const int UnknownAuthority = 48;

    /// <summary>The refusal of a handshake that failed.</summary>
    /// <param name="state">What is known of it.</param>
    /// <param name="names">The names in the server certificate.</param>
    public static HandshakeRefusal Of(HandshakeState state, string names)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.First switch
        {
            FirstOctets.Mqtt => Transport(BrokerRefusals.MqttWithoutTls, "the device speaks MQTT without TLS", "MQTT without TLS",
                "Switch on TLS in the device (mqtts), and give it roots.pem, its certificate and its key."),
            FirstOctets.Http => Transport(BrokerRefusals.HttpWithoutTls, "the client sent an HTTP request without TLS",
                $"HTTP on a port for {state.Listener.Protocol}",
                "Send MQTT over TLS to Listen:Mqtt, https to Listen:Devices. Pages and API are at Listen:Portal."),
            FirstOctets.Tls when state.Hello is { } hello => Of(state, hello, names),
            FirstOctets.Tls => Failed("the TLS handshake cannot be read", "not a ClientHello", "Use a TLS library of today."),
            _ => Transport(RefusalCodes.TransportNotTls,
                "the connection does not use TLS 1.2 or newer", "not TLS", "Connect with TLS 1.2 or 1.3 to this port."),
        };
    }

    /// <summary>The refusal of a handshake that was not over in time.</summary>
    public static HandshakeRefusal TimeOver(HandshakeState state, TimeSpan limit) => new(
        CheckCatalogue.HandshakeInTime, BrokerRefusals.HandshakeTimeout, "the TLS handshake took too long",
        string.Create(CultureInfo.InvariantCulture, $"the handshake was not over within {limit.TotalSeconds:0} s")
            + state.First switch
            {
                _ when state.AwaitsProxyHeader => ": the PROXY header was not complete",
                FirstOctets.None => ": nothing was sent",
                _ when state.Hello is null => ": the ClientHello was not complete",
                _ => ": the device did not finish its part",
            },
        "Let the device begin TLS at once. If its processor needs longer, raise Limits:HandshakeSeconds.");

    private static HandshakeRefusal Of(HandshakeState state, ClientHello hello, string names) => state.Reason switch
    {
        _ when state.ClientAlert is { } alert => OfAlert(alert, hello, names),
        NoSharedCipher or NoSuitableKeyShare or NoSuitableSignatureAlgorithm or UnsupportedProtocol
            when !hello.OffersTls12 && !hello.OffersTls13 => Version(hello),
        NoSharedCipher when Suites(state, hello).Intersect(hello.CipherSuites).Any() => Group(hello),
        NoSharedCipher => new HandshakeRefusal(CheckCatalogue.CipherSuiteIsShared, BrokerRefusals.NoSharedCipherSuite,
            "device and portal share no cipher suite",
            $"device: {TlsNumbers.SuitesOf(hello.CipherSuites)}; portal: {TlsNumbers.SuitesOf(Suites(state, hello))}",
            "Allow a suite of the README's table in the device's TLS library: ECDHE with AES-GCM, AES-CCM or CHACHA20."),
        NoSuitableKeyShare => Group(hello),
        NoSuitableSignatureAlgorithm => Failed("device and portal share no signature algorithm",
            "the portal signs with ECDSA P-256", "Allow ecdsa_secp256r1_sha256 in the device's TLS library."),
        NoApplicationProtocol => new HandshakeRefusal(
            CheckCatalogue.ApplicationProtocolIsShared, BrokerRefusals.NoSharedApplicationProtocol,
            "device and portal share no application protocol (ALPN)",
            $"device: {string.Join(", ", hello.ApplicationProtocols)}; portal: {string.Join(", ", state.Listener.ApplicationProtocols)}",
            $"Offer ALPN {state.Listener.ApplicationProtocols[0]} on this port, or none."),
        UnsupportedProtocol => Version(hello),
        { } reason => Failed("the TLS handshake failed",
            string.Create(CultureInfo.InvariantCulture, $"OpenSSL's reason {reason}: {Innermost(state.Failure)}"),
            "Compare the TLS settings of the device with the README's table of what a device must be able to do."),
        null => Failed("the device left during the TLS handshake", "it closed the connection without an alert",
            $"Some TLS libraries leave without a word if they refuse our certificate: give the device roots.pem, and connect to {names}."),
    };

    private static HandshakeRefusal OfAlert(int alert, ClientHello hello, string names)
    {
        var sent = $"the device sent the TLS alert {TlsNumbers.AlertOf(alert)}";
        var asked = hello.ServerName is { } name ? $"it asked for {name}" : "it asked for no name (SNI)";
        return alert switch
        {
            UnknownAuthority => Trust(BrokerRefusals.ServerNotTrusted, "the device does not trust the authority of our certificate",
                sent, "Give the device roots.pem (from /pki/roots.pem of the portal) as its trusted authorities."),
            BadCertificate or CertificateUnknown => Trust(BrokerRefusals.ServerCertificateRefused,
                "the device does not accept our certificate", $"{sent}; {asked}; the certificate has {names}",
                "Connect to a name in the certificate, or add the name to Listen:PublicHost. Give the device roots.pem."),
            CertificateExpired => Trust(BrokerRefusals.ServerCertificateRefused,
                "the device considers our certificate expired", sent, "Set the clock of the device before it connects."),
            UnsupportedCertificate => Trust(BrokerRefusals.ServerCertificateRefused,
                "the device cannot use our certificate", sent, "Allow ECDSA P-256 certificates, or RSA ones, in the device's TLS library."),
            _ => Failed("the device ended the TLS handshake", sent,
                "Look into the log of the device, and compare its TLS settings with the README's table."),
        };
    }

    private static IEnumerable<ushort> Suites(HandshakeState state, ClientHello hello) => CipherSuites.For(hello, state.UsesRsa);

    private static HandshakeRefusal Version(ClientHello hello) => new(
        CheckCatalogue.TransportIsTls, BrokerRefusals.NoSharedTlsVersion, "device and portal share no TLS version",
        $"device: {(hello.Versions.Count == 0 ? "none" : TlsNumbers.VersionOf(hello.Versions[0]))} at most; portal: TLS 1.2 and TLS 1.3",
        "Switch on TLS 1.2 or 1.3 in the device's TLS library.");

    private static HandshakeRefusal Group(ClientHello hello) => Failed("device and portal share no group for the key exchange",
        $"device: {TlsNumbers.GroupsOf(hello.Groups)}; portal: X25519, P-256, X448, P-521, P-384",
        "Switch on the curve P-256 (secp256r1) or X25519 in the device's TLS library.");

    private static HandshakeRefusal Transport(string code, string failure, string compared, string remedy) =>
        new(CheckCatalogue.TransportIsTls, code, failure, compared, remedy);

    private static HandshakeRefusal Trust(string code, string failure, string compared, string remedy) =>
        new(CheckCatalogue.DeviceTrustsPortal, code, failure, compared, remedy);

    private static HandshakeRefusal Failed(string failure, string compared, string remedy) =>
        new(CheckCatalogue.HandshakeIsComplete, BrokerRefusals.HandshakeFailed, failure, compared, remedy);

    private static string Innermost(Exception? failure)
    {
        while (failure?.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure?.Message.Split(':')[^1].Trim() ?? "unknown";
    }
}
