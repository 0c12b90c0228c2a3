using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Requests;

/// <summary>
/// A PKCS#10 certification request (RFC 2986) that was checked: its signature proves possession of the key, and it asks for nothing that a
/// device must not have. Only the public key is used; names, usages and extensions come from the profile.
/// </summary>
public sealed class DeviceRequest
{
    /// <summary>The maximum length of a request in octets. An RSA 4096 request has less than 2 KiB.</summary>
    public const int MaxLength = 16 * 1024;

    private DeviceRequest(byte[] subjectPublicKeyInfo, string keyAlgorithm)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        KeyAlgorithm = keyAlgorithm;
    }

    /// <summary>The public key in DER (RFC 5280 §4.1.2.7).</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>The key algorithm, such as "EC P-256" or "RSA 2048".</summary>
    public string KeyAlgorithm { get; }

    /// <summary>Reads a request in PEM and checks that it asks only for a client certificate of <paramref name="thingName"/>.</summary>
    /// <exception cref="PkiException">
    /// <c>request-unreadable</c>, <c>request-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>,
    /// <c>request-other-name</c>, <c>request-authority</c>, <c>request-usage</c>, <c>request-extension</c>.
    /// </exception>
    public static DeviceRequest ReadPem(string pem, string thingName)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return ReadDer(PemText.ReadFirst(pem,
            PkiErrors.RequestUnreadable, "certification request", "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST").Der, thingName);
    }

    /// <summary>Reads a request in DER and checks it like <see cref="ReadPem"/>.</summary>
    /// <param name="renewed">The names of the certificate that is renewed, which the request may repeat instead of the ThingName; null if
    /// it is no renewal.</param>
    public static DeviceRequest ReadDer(byte[] der, string thingName, RenewedNames? renewed = null)
    {
        ArgumentNullException.ThrowIfNull(der);
        if (der.Length > MaxLength)
        {
            throw new PkiException(PkiErrors.RequestUnreadable, $"The certification request is longer than {MaxLength} octets.");
        }

        // Check the key first. Its error is more helpful than that of a signature that cannot be verified because of the key.
        var request = RequestSyntax.Read(der);
        var keyAlgorithm = PublicKeyRules.Describe(request.SubjectPublicKeyInfo);
        RequestSignature.Verify(request);
        RequestRules.Check(request, thingName, renewed);
        return new DeviceRequest(request.SubjectPublicKeyInfo, keyAlgorithm);
    }
}
