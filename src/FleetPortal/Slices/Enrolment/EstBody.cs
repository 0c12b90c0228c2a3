using System.Security.Cryptography.X509Certificates;
using System.Text;
using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Enrolment;

/// <summary>Reads and writes the bodies of EST: base64 of DER in both directions (RFC 7030 §4, RFC 8951 §3).</summary>
internal static class EstBody
{
    public const string RequestType = "application/pkcs10";
    public const string CertificatesType = "application/pkcs7-mime; smime-type=certs-only";

    // Enough for 16 KiB of DER in base64 with line ends.
    private const int MaxLength = 24 * 1024;

    /// <summary>Reads the body of a request and returns its DER.</summary>
    /// <exception cref="FleetError"><c>est-body-invalid</c>: the body is too long or not base64.</exception>
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

    /// <summary>Returns the DER as base64 in one line. strongSwan does not accept line ends, and no client requires them.</summary>
    public static string Write(byte[] der) => Convert.ToBase64String(der);

    /// <summary>Returns the certificates as a PKCS#7 without a signature (certs-only).</summary>
    public static byte[] Certificates(params IEnumerable<byte[]> certificates)
    {
        var collection = new X509Certificate2Collection();

        // X.690 §11.6: DER sorts the members of a SET OF by their octets. The export does not sort them.
        foreach (var der in certificates.Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right))))
        {
            collection.Add(X509CertificateLoader.LoadCertificate(der));
        }

        return collection.Export(X509ContentType.Pkcs7)!;
    }

    private static FleetError Invalid(string message) => new(RequestErrors.EstBodyInvalid, [new Fault("body", message)]);
}
