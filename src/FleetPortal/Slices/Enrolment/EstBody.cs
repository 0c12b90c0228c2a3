using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Enrolment;

/// <summary>Bodies of EST: base64 of DER in both directions (RFC 7030 §4, RFC 8951 §3).</summary>
internal static class EstBody
{
    public const string RequestType = "application/pkcs10";
    public const string CertificatesType = "application/pkcs7-mime; smime-type=certs-only";

    // 16 KiB of DER in base64 with line ends.
    private const int MaxLength = 24 * 1024;

    /// <summary>The DER of a request's body.</summary>
    /// <exception cref="FleetError"><c>est-body-invalid</c>.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var octets = new byte[MaxLength + 1];
        var length = await request.Body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxLength)
        {
            throw Invalid($"The body has more than {MaxLength} octets.");
        }

        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(octets, 0, length));
        }
        catch (FormatException)
        {
            throw Invalid("The body is not base64 of a PKCS#10 request in DER (RFC 7030 §4.2.1).");
        }
    }

    /// <summary>Base64 in one line: strongSwan takes no line ends, and nobody needs them.</summary>
    public static string Write(byte[] der) => Convert.ToBase64String(der);

    /// <summary>Certificates in a PKCS#7 without a signature.</summary>
    public static byte[] Certificates(params IEnumerable<byte[]> certificates)
    {
        var collection = new X509Certificate2Collection();

        // X.690 §11.6: a SET OF in DER is in the order of its members' octets, and the export leaves the order as it is.
        foreach (var der in certificates.Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))))
        {
            collection.Add(X509CertificateLoader.LoadCertificate(der));
        }

        return collection.Export(X509ContentType.Pkcs7)!;
    }

    private static FleetError Invalid(string message) => new(RequestErrors.EstBodyInvalid, [new Fault("body", message)]);
}
