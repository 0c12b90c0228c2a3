using FleetPortal.Broker;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Slices.Connections;

/// <summary>The refusal reasons that the page of attempts offers as a filter.</summary>
public static class RefusalReasons
{
    /// <summary>All refusal codes with their labels.</summary>
    public static IReadOnlyList<(string Code, string Words)> All { get; } =
    [
        (RefusalCodes.StatusNotActive, "Certificate on hold, revoked or pending"),
        (RefusalCodes.CertificateExpired, "Certificate expired"),
        (RefusalCodes.CertificateNotYetValid, "Certificate not valid yet"),
        (RefusalCodes.CertificateUnknown, "Certificate not registered"),
        (RefusalCodes.ChainNotTrusted, "Authority not trusted"),
        (RefusalCodes.AuthorityDisabled, "Authority disabled"),
        (RefusalCodes.AuthorityRetired, "Authority retired"),
        (RefusalCodes.AuthorityExpired, "Authority expired"),
        (RefusalCodes.AuthorityNotYetValid, "Authority not valid yet"),
        (RefusalCodes.KeyCompromised, "Key compromised"),
        (RefusalCodes.NoCredential, "No client certificate"),
        (RefusalCodes.ClientIdentifierMismatch, "Wrong client identifier"),
        (RefusalCodes.ThingDisabled, "Thing disabled"),
        (RefusalCodes.ThingRetired, "Thing retired"),
        (RefusalCodes.ApplicationDisabled, "Application disabled"),
        (RefusalCodes.ApplicationDeleted, "Application deleted"),
        (RefusalCodes.ApplicationConnections, "All connections of the application in use"),
        (RefusalCodes.ConnectRate, "Connects too often"),
        (RefusalCodes.WillTopicRefused, "Last will not permitted"),
        (RefusalCodes.WillTopicTooLong, "Topic of the last will too long"),
        (RefusalCodes.TransportNotTls, "No TLS 1.2 or newer"),
        (BrokerRefusals.MqttWithoutTls, "MQTT without TLS"),
        (BrokerRefusals.HttpWithoutTls, "HTTP without TLS"),
        (BrokerRefusals.NoSharedTlsVersion, "No shared TLS version"),
        (BrokerRefusals.NoSharedCipherSuite, "No shared cipher suite"),
        (BrokerRefusals.NoSharedApplicationProtocol, "No shared application protocol (ALPN)"),
        (BrokerRefusals.ServerNotTrusted, "The device does not trust us"),
        (BrokerRefusals.ServerCertificateRefused, "The device does not accept our certificate"),
        (BrokerRefusals.HandshakeTimeout, "TLS handshake took too long"),
        (BrokerRefusals.HandshakeFailed, "TLS handshake failed"),
        (BrokerRefusals.ConnectTimeout, "No CONNECT in time"),
        (BrokerRefusals.ConnectIncomplete, "Closed before CONNECT"),
        (BrokerRefusals.ProxyHeaderRefused, "PROXY header not allowed"),
        (BrokerRefusals.ProxyHeaderMissing, "PROXY header missing"),
        (BrokerRefusals.ProxyHeaderMalformed, "PROXY header not readable"),
        (BrokerRefusals.HandshakeTooLarge, "Client certificates too large"),
        (BrokerRefusals.AddressLimit, "Too many connections from one address"),
        (BrokerRefusals.PendingLimit, "Too many unproven connections from one address"),
        (BrokerRefusals.ConnectionLimit, "Limit of connections reached"),
        (BrokerRefusals.ClosedForRoom, "Closed to make room"),
        (EnrolmentErrors.TokenRefused, "Enrolment token not valid"),
    ];
}
