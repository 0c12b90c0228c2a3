using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Pki.Requests;

/// <summary>
/// A PKCS#10 certification request (RFC 2986) whose signature proves possession of the key, and whose wishes the
/// portal may grant. Only the public key is taken from it: names, usages and extensions come from the profile.
/// </summary>
public sealed class DeviceRequest
{
    /// <summary>A request longer than this is refused unread: an RSA 4096 request has under 2 KiB.</summary>
    public const int MaxLength = 16 * 1024;

    private DeviceRequest(byte[] subjectPublicKeyInfo, string keyAlgorithm)
    {
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
        KeyAlgorithm = keyAlgorithm;
    }

    /// <summary>DER, RFC 5280 §4.1.2.7.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>In words: "EC P-256", "RSA 2048".</summary>
    public string KeyAlgorithm { get; }

    /// <summary>Reads a request in PEM and checks that it asks for nothing but a client certificate of <paramref name="thingName"/>.</summary>
    /// <exception cref="PkiException">
    /// <c>request-unreadable</c>, <c>request-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>,
    /// <c>request-other-name</c>, <c>request-authority</c>, <c>request-usage</c>, <c>request-extension</c>.
    /// </exception>
    public static DeviceRequest ReadPem(string pem, string thingName)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (pem.Length > MaxLength)
        {
            throw Unreadable($"The certification request is longer than {MaxLength} characters.");
        }

        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] is not ("CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST"))
        {
            throw Unreadable("This is not a certification request in PEM: it should begin with -----BEGIN CERTIFICATE REQUEST-----.");
        }

        return ReadDer(Convert.FromBase64String(pem[fields.Base64Data]), thingName);
    }

    /// <summary>The same for DER.</summary>
    public static DeviceRequest ReadDer(byte[] der, string thingName)
    {
        ArgumentNullException.ThrowIfNull(der);
        if (der.Length > MaxLength)
        {
            throw Unreadable($"The certification request is longer than {MaxLength} octets.");
        }

        // The key first: it says more than a signature that cannot be checked because of the key.
        var spki = RequestSyntax.SubjectPublicKeyInfoOf(der);
        var keyAlgorithm = PublicKeyRules.Describe(spki);
        var request = Load(der);
        RequestRules.Check(request, thingName);
        return new DeviceRequest(spki, keyAlgorithm);
    }

    private static CertificateRequest Load(byte[] der)
    {
        try
        {
            return CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException e)
        {
            throw new PkiException("request-signature", "The request is not signed by the key that it names, so possession of the key is not proven.", e);
        }
        catch (NotSupportedException e)
        {
            throw new PkiException("request-signature", "The request is signed with an algorithm that is not accepted. Use SHA-256 or better.", e);
        }
    }

    private static PkiException Unreadable(string message) => new("request-unreadable", message);
}
