using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Requests;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Outside;

/// <summary>A certificate that somebody else made, before anything in it is believed: DER, a sound serial number, a signature that counts.</summary>
internal static class CertificateSyntax
{
    // An RSA 4096 certificate with sixteen names has under 4 KiB.
    private const int MaxLength = 16 * 1024;

    /// <summary>The one certificate of a PEM text.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>.</exception>
    public static (byte[] Der, X509CertificateStructure Structure) ReadPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (pem.Length > MaxLength)
        {
            throw Unreadable($"The certificate is longer than {MaxLength} characters.");
        }

        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != Pem.Certificate)
        {
            throw Unreadable("This is not a certificate in PEM: it should begin with -----BEGIN CERTIFICATE-----.");
        }

        if (PemEncoding.TryFind(pem.AsSpan(fields.Location.End.Value), out _))
        {
            throw Unreadable("There is more than one certificate. Give the one alone, without its chain.");
        }

        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return (der, ReadDer(der));
    }

    /// <summary>Reads what lies deeper, such as an extension's value.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException("certificate-unreadable", "The certificate holds an extension that cannot be read.", e);
        }
    }

    private static X509CertificateStructure ReadDer(byte[] der)
    {
        X509CertificateStructure structure;
        try
        {
            // Two readers must agree: what one of them takes and the other does not would stop us later, at a worse moment.
            using var other = X509CertificateLoader.LoadCertificate(der);
            structure = X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(der));
            if (!structure.GetDerEncoded().AsSpan().SequenceEqual(der))
            {
                throw Unreadable("The certificate is not DER, or something follows it.");
            }

            CertificateShape.Check(der);
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException("certificate-unreadable", "This is not an X.509 certificate.", e);
        }

        // RFC 5280 §4.1.2.2 and §4.1.1.2. Version 1 passes: it is what "openssl x509 -req" makes when nobody gives it extensions.
        var serial = structure.SerialNumber.Value;
        if (serial.SignValue <= 0 || serial.ToByteArrayUnsigned().Length > SerialNumber.MaxOctets)
        {
            throw Unreadable($"The serial number must be positive and have at most {SerialNumber.MaxOctets} octets.");
        }

        if (!structure.SignatureAlgorithm.Equals(structure.TbsCertificate.Signature) || !SignatureAlgorithms.Counts(structure.SignatureAlgorithm.Algorithm.Id))
        {
            throw new PkiException("certificate-signature", $"The certificate is signed with {structure.SignatureAlgorithm.Algorithm.Id}, which is not accepted. Use ECDSA or RSA with SHA-256 or better.");
        }

        return structure;
    }

    private static PkiException Unreadable(string message) => new("certificate-unreadable", message);
}
