using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Pki.Text;

/// <summary>Writes PEM (RFC 7468) with the few labels that the portal uses.</summary>
public static class Pem
{
    /// <summary>The label of a certificate (RFC 7468 §5).</summary>
    public const string Certificate = "CERTIFICATE";

    /// <summary>The label that old tools write for a certificate (RFC 7468 §5.1).</summary>
    public const string OldCertificate = "X509 CERTIFICATE";

    /// <summary>Writes one object. The text ends with a line feed, so that objects can be concatenated.</summary>
    public static string Write(string label, ReadOnlySpan<byte> der) => PemEncoding.WriteString(label, der) + "\n";

    /// <summary>Writes certificates one after another, in the given order.</summary>
    public static string WriteCertificates(IEnumerable<byte[]> certificates)
    {
        var text = new StringBuilder();
        foreach (var der in certificates)
        {
            text.Append(Write(Certificate, der));
        }

        return text.ToString();
    }
}
