namespace FleetPortal.Slices.Connections;

/// <summary>The reasons for which a connection can be refused, as the list of attempts filters them.</summary>
public static class RefusalReasons
{
    /// <summary>Code of the refusal, and the words for it.</summary>
    public static IReadOnlyList<(string Code, string Words)> All { get; } =
    [
        ("status-not-active", "Certificate on hold, revoked or pending"),
        ("certificate-expired", "Certificate expired"),
        ("certificate-not-yet-valid", "Certificate not valid yet"),
        ("certificate-unknown", "Certificate not registered"),
        ("chain-not-trusted", "Authority not trusted"),
        ("authority-disabled", "Authority disabled"),
        ("authority-retired", "Authority retired"),
        ("authority-expired", "Authority expired"),
        ("authority-not-yet-valid", "Authority not valid yet"),
        ("key-compromised", "Key compromised"),
        ("no-credential", "No client certificate"),
        ("client-identifier-mismatch", "Wrong client identifier"),
        ("thing-disabled", "Thing disabled"),
        ("thing-retired", "Thing retired"),
        ("connect-rate", "Connects too often"),
        ("will-topic-refused", "Last will not permitted"),
        ("will-topic-too-long", "Topic of the last will too long"),
        ("transport-not-tls", "No TLS 1.2 or newer"),
        ("handshake-too-large", "Client certificates too large"),
        ("address-limit", "Too many connections from one address"),
        ("pending-limit", "Too many unproven connections from one address"),
        ("connection-limit", "No room for another connection"),
        ("closed-for-room", "Closed to make room"),
        ("enrolment-token-invalid", "Enrolment token not valid"),
    ];
}
