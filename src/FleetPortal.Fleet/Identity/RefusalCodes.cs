using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// The codes of refused connections. They are stored with the attempt, sent as ReasonString (MQTT 5 §3.2.2.3.9) and returned by a refused
/// renewal (403).
/// </summary>
public static class RefusalCodes
{
    /// <summary>The connection was accepted. Nothing needs to be done.</summary>
    public const string Allowed = "allowed";

    /// <summary>The application has as many connections as it may have. Close one, or raise its limit.</summary>
    public const string ApplicationConnections = "application-connections";

    /// <summary>The application is deleted. Create a new one.</summary>
    public const string ApplicationDeleted = "application-deleted";

    /// <summary>The application is disabled. Enable it.</summary>
    public const string ApplicationDisabled = ApplicationErrors.Disabled;

    /// <summary>The authority of the certificate is disabled. Enable it, or issue a new certificate.</summary>
    public const string AuthorityDisabled = AuthorityErrors.Disabled;

    /// <summary>The authority of the certificate has expired. Issue a new certificate.</summary>
    public const string AuthorityExpired = AuthorityErrors.Expired;

    /// <summary>An authority of the chain is not valid yet. Wait, or compare the clocks.</summary>
    public const string AuthorityNotYetValid = AuthorityErrors.NotYetValid;

    /// <summary>The authority of the certificate is retired. Issue a new certificate.</summary>
    public const string AuthorityRetired = "authority-retired";

    /// <summary>The certificate has expired. Issue a new one.</summary>
    public const string CertificateExpired = PkiErrors.CertificateExpired;

    /// <summary>The certificate is not valid yet. Wait, or compare the clocks.</summary>
    public const string CertificateNotYetValid = "certificate-not-yet-valid";

    /// <summary>The certificate is not registered. Import it, or issue a new one.</summary>
    public const string CertificateUnknown = "certificate-unknown";

    /// <summary>No trusted authority has signed the certificate. Use the certificate that the portal issued.</summary>
    public const string ChainNotTrusted = "chain-not-trusted";

    /// <summary>The client identifier is not the ThingName. Set it to the ThingName.</summary>
    public const string ClientIdentifierMismatch = "client-identifier-mismatch";

    /// <summary>The Thing connects too often. Wait longer between attempts, with jitter.</summary>
    public const string ConnectRate = "connect-rate";

    /// <summary>The key is compromised. Make a new key on the device.</summary>
    public const string KeyCompromised = CertificateErrors.KeyCompromised;

    /// <summary>The device sent no client certificate. Configure its certificate and key.</summary>
    public const string NoCredential = "no-credential";

    /// <summary>The certificate is on hold, revoked or not activated. Release it, or issue a new one.</summary>
    public const string StatusNotActive = CertificateErrors.StatusNotActive;

    /// <summary>The Thing is disabled. Enable it.</summary>
    public const string ThingDisabled = ThingErrors.Disabled;

    /// <summary>The Thing is retired. Register a new Thing.</summary>
    public const string ThingRetired = "thing-retired";

    /// <summary>The connection does not use TLS 1.2 or newer. Connect to the TLS port with TLS 1.2 or 1.3.</summary>
    public const string TransportNotTls = "transport-not-tls";

    /// <summary>The Thing may not publish to the topic of its last will. Choose a topic below its own state.</summary>
    public const string WillTopicRefused = "will-topic-refused";

    /// <summary>The topic of the last will is too long. Choose a shorter one.</summary>
    public const string WillTopicTooLong = "will-topic-too-long";
}
