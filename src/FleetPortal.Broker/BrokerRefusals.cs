namespace FleetPortal.Broker;

/// <summary>The codes with which the broker refuses a connection before the checks of identity, or closes it for what it sends.</summary>
public static class BrokerRefusals
{
    /// <summary>The address has as many connections as are allowed. Close some, or raise Limits:ConnectionsPerAddress.</summary>
    public const string AddressLimit = "address-limit";

    /// <summary>CONNECT asks for enhanced authentication. Leave the method out: the certificate authenticates the device.</summary>
    public const string AuthenticationMethod = "authentication-method";

    /// <summary>The client identifier is empty. Set it to the ThingName.</summary>
    public const string ClientIdentifierEmpty = "client-identifier-empty";

    /// <summary>The connection was closed to make room for others. Send CONNECT at once and try again.</summary>
    public const string ClosedForRoom = "closed-for-room";

    /// <summary>The connection ended within CONNECT. Send a whole CONNECT.</summary>
    public const string ConnectIncomplete = "connect-incomplete";

    /// <summary>No CONNECT came in time. Send CONNECT at once after the TLS handshake.</summary>
    public const string ConnectTimeout = "connect-timeout";

    /// <summary>The portal has as many connections as are allowed. Raise the limit of open files and Limits:Connections.</summary>
    public const string ConnectionLimit = "connection-limit";

    /// <summary>The first packet is not CONNECT. Send CONNECT first (MQTT 5 §3.1.0-1).</summary>
    public const string FirstPacketNotConnect = "first-packet-not-connect";

    /// <summary>The TLS handshake failed. Read what the attempt compared, and the log of the device.</summary>
    public const string HandshakeFailed = "handshake-failed";

    /// <summary>The TLS handshake was not over in time. Begin TLS at once, or raise Limits:HandshakeSeconds.</summary>
    public const string HandshakeTimeout = "handshake-timeout";

    /// <summary>The TLS handshake is too large. Send the device's certificate and its intermediate authorities only.</summary>
    public const string HandshakeTooLarge = "handshake-too-large";

    /// <summary>The client sent HTTP without TLS to a port for devices. Use the address of Listen:Portal, or https.</summary>
    public const string HttpWithoutTls = "http-without-tls";

    /// <summary>The device speaks MQTT without TLS. Switch on TLS in the device.</summary>
    public const string MqttWithoutTls = "mqtt-without-tls";

    /// <summary>The device offers other application protocols (ALPN) only. Offer the one of the port, or none.</summary>
    public const string NoSharedApplicationProtocol = "no-shared-application-protocol";

    /// <summary>Device and portal share no cipher suite. Allow one that the README names.</summary>
    public const string NoSharedCipherSuite = "no-shared-cipher-suite";

    /// <summary>Device and portal share no TLS version. Switch on TLS 1.2 or 1.3 in the device.</summary>
    public const string NoSharedTlsVersion = "no-shared-tls-version";

    /// <summary>A packet cannot be read. Send MQTT 3.1.1 or 5.</summary>
    public const string PacketMalformed = "packet-malformed";

    /// <summary>A packet is too large. Send smaller packets.</summary>
    public const string PacketTooLarge = "packet-too-large";

    /// <summary>The address has too many connections that were not accepted. Try again, or raise Limits:PendingPerAddress.</summary>
    public const string PendingLimit = "pending-limit";

    /// <summary>A packet is not allowed here. Send packets in the order that MQTT defines.</summary>
    public const string ProtocolError = "protocol-error";

    /// <summary>The protocol name or level is not known. Use MQTT 5 or MQTT 3.1.1.</summary>
    public const string ProtocolLevelUnknown = "protocol-level-unknown";

    /// <summary>Too many messages are unacknowledged. Wait for acknowledgements, as CONNACK says.</summary>
    public const string ReceiveMaximumExceeded = "receive-maximum-exceeded";

    /// <summary>The PROXY header of a proxy cannot be read. Correct the settings of the proxy.</summary>
    public const string ProxyHeaderMalformed = "proxy-header-malformed";

    /// <summary>A proxy sent no PROXY header. Switch on the PROXY protocol in the proxy.</summary>
    public const string ProxyHeaderMissing = "proxy-header-missing";

    /// <summary>The address may not send a PROXY header. Add it to Listen:ProxyProtocolFrom if it is a proxy.</summary>
    public const string ProxyHeaderRefused = "proxy-header-refused";

    /// <summary>CONNECT was sent twice. Send it once (MQTT 5 §3.1.0-2).</summary>
    public const string SecondConnect = "second-connect";

    /// <summary>The device does not accept the portal's certificate. Connect to a name in it, and check the clock of the device.</summary>
    public const string ServerCertificateRefused = "server-certificate-refused";

    /// <summary>The device does not trust the portal's authority. Give it roots.pem.</summary>
    public const string ServerNotTrusted = "server-not-trusted";

    /// <summary>The topic alias is out of range. Use the range that CONNACK allows.</summary>
    public const string TopicAliasInvalid = "topic-alias-invalid";

    /// <summary>The topic is too long. Publish on a shorter one.</summary>
    public const string TopicTooLong = "topic-too-long";
}
