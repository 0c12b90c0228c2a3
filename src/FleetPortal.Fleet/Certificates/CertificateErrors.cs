using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The error codes of certificates.</summary>
public static class CertificateErrors
{
    /// <summary>The batch has faults. Correct the items that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string BatchInvalid = "batch-invalid";

    /// <summary>There is no such certificate. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "certificate-not-found";

    /// <summary>A device could not connect with this certificate. Correct what the message names.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NotTrusted = "certificate-not-trusted";

    /// <summary>This portal's own authority signed the certificate. Issue a new one instead of importing it.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Own = "certificate-own";

    /// <summary>The certificate is revoked, which is final. Issue a new one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Revoked = "certificate-revoked";

    /// <summary>The certificate, or another one of the same issuer and serial number, is registered. Use the registered one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Taken = "certificate-taken";

    /// <summary>No registered authority issued the certificate. Send its chain, register the authority, or pin it.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string IssuerUnknown = "issuer-unknown";

    /// <summary>The key is marked as compromised. Make a new key on the device.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string KeyCompromised = "key-compromised";

    /// <summary>The search text holds a private key. Search with the certificate alone, and consider the key as disclosed.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string QueryPrivateKey = "query-private-key";

    /// <summary>The certificate or its authority is not active. Enrol the device again.</summary>
    [Error(FleetErrorKind.Forbidden)]
    public const string StatusNotActive = "status-not-active";
}
