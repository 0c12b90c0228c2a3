using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.External;

/// <summary>
/// Reads the certificate of another organization and checks its form: DER, a valid serial number, an accepted signature algorithm. Does not
/// verify the signature.
/// </summary>
internal static class CertificateSyntax
{
    // An RSA 4096 certificate with sixteen names has less than 4 KiB.
    private const int MaxLength = 16 * 1024;

    /// <summary>
    /// Reads the first certificate of a PEM text. In a full chain that is the certificate of the device. Other text is ignored.
    /// </summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>.</exception>
    /// <param name="tolerated">See <see cref="CertificateShape.Check"/>. A serial number that is not positive is tolerated in the same
    /// way.</param>
    public static (byte[] Der, X509CertificateStructure Structure) ReadPem(string pem, ICollection<string>? tolerated = null)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var (der, _) = PemText.ReadFirst(pem, PkiErrors.CertificateUnreadable, "certificate", Pem.Certificate, Pem.OldCertificate);
        return (der, ReadDer(der, tolerated));
    }

    /// <summary>Runs a reader of nested values, such as the value of an extension, and translates its exceptions.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException(PkiErrors.CertificateUnreadable, "The certificate has an extension that cannot be read.", e);
        }
    }

    /// <summary>Reads one certificate in DER.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>.</exception>
    public static X509CertificateStructure ReadDer(byte[] der, ICollection<string>? tolerated = null)
    {
        if (der.Length > MaxLength)
        {
            throw Unreadable($"The certificate is longer than {MaxLength} octets.");
        }

        X509CertificateStructure structure;
        try
        {
            // Both libraries must accept the certificate. Otherwise an error would occur later, for example in a TLS handshake.
            using var other = X509CertificateLoader.LoadCertificate(der);
            structure = X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(der));
            if (!structure.GetDerEncoded().AsSpan().SequenceEqual(der))
            {
                throw Unreadable("The certificate is not DER, or something follows it.");
            }

            CertificateShape.Check(der, tolerated);
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException(PkiErrors.CertificateUnreadable, "This is not an X.509 certificate.", e);
        }

        // RFC 5280 §4.1.2.2 and §4.1.1.2. Version 1 is accepted, because "openssl x509 -req" writes it if no extensions are given.
        var serial = structure.SerialNumber.Value;
        if (serial.ToByteArray().Length > SerialNumber.MaxOctets + 1
            || serial.ToByteArrayUnsigned().Length > SerialNumber.MaxOctets || (serial.SignValue <= 0 && tolerated is null))
        {
            throw Unreadable($"The serial number must be positive and have at most {SerialNumber.MaxOctets} octets.");
        }

        if (serial.SignValue <= 0)
        {
            tolerated!
                .Add($"The serial number is {(serial.SignValue == 0 ? "0" : "negative")}; RFC 5280 §4.1.2.2 requires a positive one.");
        }

        if (!structure.SignatureAlgorithm.Equals(structure.TbsCertificate.Signature)
            || !SignatureAlgorithms.Counts(structure.SignatureAlgorithm.Algorithm.Id))
        {
            throw new PkiException(PkiErrors.CertificateSignature,
                $"The certificate is signed with {structure.SignatureAlgorithm.Algorithm.Id}, which is not accepted. Use ECDSA or "
                + $"RSA with SHA-256 or better.");
        }

        return structure;
    }

    private static PkiException Unreadable(string message) => new(PkiErrors.CertificateUnreadable, message);
}
