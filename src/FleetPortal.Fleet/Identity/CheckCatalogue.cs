namespace FleetPortal.Fleet.Identity;

/// <summary>All checks of a connection in the order of the decision, followed by those of the enrolment and of the broker.</summary>
public static class CheckCatalogue
{
    /// <summary>The connection uses TLS.</summary>
    public static Check TransportIsTls { get; } = new("transport-is-tls", "Transport is TLS 1.2 or newer");

    /// <summary>The device sent a client certificate.</summary>
    public static Check CredentialIsPresent { get; } = new("credential-is-present", "A credential is present");

    /// <summary>A trusted authority has signed the certificate, directly or through intermediates, or the certificate is pinned.</summary>
    public static Check ChainIsTrusted { get; } = new("chain-is-trusted", "Chain leads to an authority we trust");

    /// <summary>The current time is within the validity of the certificate.</summary>
    public static Check CertificateIsValidNow { get; } = new("certificate-is-valid-now", "Within its validity");

    /// <summary>The certificate is registered and active.</summary>
    public static Check StatusIsActive { get; } = new("status-is-active", "Status is Active");

    /// <summary>The key is neither weak nor compromised.</summary>
    public static Check KeyIsStrong { get; } = new("key-is-strong", "Key is not known as weak or compromised");

    /// <summary>The Thing of the certificate exists and is not retired.</summary>
    public static Check ThingIsNotRetired { get; } = new("thing-is-not-retired", "Principal belongs to exactly one Thing");

    /// <summary>The client identifier is the ThingName.</summary>
    public static Check ClientIdentifierIsThingName { get; } =
        new("client-identifier-is-thing-name", "Client identifier equals the ThingName");

    /// <summary>The Thing is enabled.</summary>
    public static Check ThingIsEnabled { get; } = new("thing-is-enabled", "Thing is enabled");

    /// <summary>Reports whether the connection takes over a session. It never fails.</summary>
    public static Check SessionTakeover { get; } = new("session-takeover", "Not connected elsewhere");

    /// <summary>The Thing does not connect too often.</summary>
    public static Check WithinRateLimit { get; } = new("within-rate-limit", "Within the rate limits");

    /// <summary>The Thing may publish to the topic of its last will.</summary>
    public static Check SessionPolicy { get; } = new("session-policy", "Policy for this session");

    /// <summary>The enrolment token is valid for the Thing.</summary>
    public static Check EnrolmentTokenIsValid { get; } = new("enrolment-token-is-valid", "Enrolment token is valid for this Thing");

    /// <summary>The connection is within the connection limits. The broker checks this before TLS.</summary>
    public static Check RoomForConnection { get; } = new("room-for-connection", "There is room for another connection");

    /// <summary>The TLS handshake is not too large. The broker checks this during the handshake.</summary>
    public static Check HandshakeSize { get; } = new("handshake-size", "Size of the TLS handshake");

    /// <summary>The TLS handshake is complete in time. The broker checks this before MQTT.</summary>
    public static Check HandshakeInTime { get; } = new("handshake-in-time", "TLS handshake is over in time");

    /// <summary>Device and portal share a cipher suite.</summary>
    public static Check CipherSuiteIsShared { get; } = new("cipher-suite-is-shared", "Device and portal share a cipher suite");

    /// <summary>Device and portal share an application protocol (RFC 7301).</summary>
    public static Check ApplicationProtocolIsShared { get; } =
        new("application-protocol-is-shared", "Device and portal share an application protocol (ALPN)");

    /// <summary>The device accepts the certificate of the portal.</summary>
    public static Check DeviceTrustsPortal { get; } = new("device-trusts-portal", "The device accepts our certificate");

    /// <summary>The TLS handshake is complete.</summary>
    public static Check HandshakeIsComplete { get; } = new("handshake-is-complete", "TLS handshake is complete");

    /// <summary>A header of the PROXY protocol comes from a configured proxy, and from no other address.</summary>
    public static Check ProxyHeaderIsExpected { get; } = new("proxy-header-is-expected", "PROXY header comes from a proxy");

    /// <summary>The packets are valid MQTT. The broker checks this during the whole connection.</summary>
    public static Check PacketsKeepToProtocol { get; } = new("packets-keep-to-protocol", "Packets keep to the protocol");

    /// <summary>All checks, in the order of their declaration.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        TransportIsTls,
        CredentialIsPresent,
        ChainIsTrusted,
        CertificateIsValidNow,
        StatusIsActive,
        KeyIsStrong,
        ThingIsNotRetired,
        ClientIdentifierIsThingName,
        ThingIsEnabled,
        SessionTakeover,
        WithinRateLimit,
        SessionPolicy,
        EnrolmentTokenIsValid,
        RoomForConnection,
        HandshakeSize,
        HandshakeInTime,
        CipherSuiteIsShared,
        ApplicationProtocolIsShared,
        DeviceTrustsPortal,
        HandshakeIsComplete,
        ProxyHeaderIsExpected,
        PacketsKeepToProtocol,
    ];

    private static readonly Dictionary<string, string> Ids =
        All.ToDictionary(check => check.Name, check => check.Id, StringComparer.Ordinal);

    /// <summary>
    /// Returns the identifier of a check by its name, for attempts that were stored without it; null if no check has that name.
    /// </summary>
    public static string? IdOf(string name) => Ids.GetValueOrDefault(name);
}
