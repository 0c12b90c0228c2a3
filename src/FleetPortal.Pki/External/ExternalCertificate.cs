using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.External;

/// <summary>The certificate of a device that another organization issued.</summary>
/// <param name="Notes">One sentence for each deviation from RFC 5280 that is tolerated, because a certificate in a chip cannot be replaced:
/// an encoded default (not DER), a serial number that is zero or negative. A certificate with a note is accepted for its Thing by its
/// octets, and no path is built for it (see <see cref="IsPathSound"/>).</param>
public sealed record ExternalCertificate(byte[] Der, SerialNumber SerialNumber,
    byte[] SubjectPublicKeyInfo, string KeyAlgorithm, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Notes)
{
    private const int MaxNames = 16;

    /// <summary>
    /// Whether a path can be built from the certificate, because strict readers accept it. Otherwise its octets must be in the registry.
    /// </summary>
    public bool IsPathSound => Notes.Count == 0;

    /// <summary>
    /// Returns the notes of a registered certificate; empty if there is no deviation, or if the current rules would refuse it.
    /// </summary>
    public static IReadOnlyList<string> NotesOf(byte[] der)
    {
        var notes = new List<string>();
        try
        {
            CertificateSyntax.ReadDer(der, notes);
            return notes;
        }
        catch (PkiException)
        {
            return [];
        }
    }

    /// <summary>Reads a certificate and checks that a device may use it as a TLS client and that it is not an authority.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>,
    /// <c>certificate-authority</c>, <c>certificate-usage</c>, <c>certificate-names</c>, <c>certificate-expired</c>.</exception>
    public static ExternalCertificate ReadPem(string pem, DateTimeOffset now)
    {
        var notes = new List<string>();
        var (der, structure) = CertificateSyntax.ReadPem(pem, notes);
        var spki = structure.SubjectPublicKeyInfo.GetDerEncoded();
        var algorithm = PublicKeyRules.Describe(spki);
        if (structure.TbsCertificate.Extensions is { } extensions)
        {
            CertificateSyntax.Read(() => CheckUsage(extensions));
        }

        var (start, end) = (new DateTimeOffset(structure.StartDate.ToDateTime(), TimeSpan.Zero),
            new DateTimeOffset(structure.EndDate.ToDateTime(), TimeSpan.Zero));
        return end > now
            ? new ExternalCertificate(der, SerialNumber.OfCertificate(der), spki, algorithm, start, end, notes)
            : throw new PkiException(PkiErrors.CertificateExpired, $"The certificate expired on {end:yyyy-MM-dd}.");
    }

    private static bool CheckUsage(X509Extensions extensions)
    {
        var usage = KeyUsage.FromExtensions(extensions);
        if (BasicConstraints.FromExtensions(extensions)?.IsCA() == true
            || (usage is not null && (usage.IntValue & KeyUsage.KeyCertSign) != 0))
        {
            throw new PkiException(PkiErrors.CertificateIsAuthority,
                "This is the certificate of an authority. Send the certificate of the device.");
        }

        // RFC 5280 §4.2.1.3 and §4.2.1.12: if present, they must allow a TLS client. anyExtendedKeyUsage is not accepted, because the TLS
        // handshake refuses it too.
        var purposes = ExtendedKeyUsage.FromExtensions(extensions);
        if ((usage is not null && (usage.IntValue & KeyUsage.DigitalSignature) == 0)
            || (purposes is not null && !purposes.HasKeyPurposeId(KeyPurposeID.id_kp_clientAuth)))
        {
            throw new PkiException(PkiErrors.CertificateUsage,
                "The certificate does not allow a TLS client: it needs digitalSignature and clientAuth.");
        }

        if (extensions.GetExtension(X509Extensions.SubjectAlternativeName) is { } names
            && GeneralNames.GetInstance(names.GetParsedValue()).GetNames().Length > MaxNames)
        {
            throw new PkiException(PkiErrors.CertificateNames, $"The certificate has more than {MaxNames} names. A device has one.");
        }

        return true;
    }
}
