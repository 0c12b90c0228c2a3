using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.External;

/// <summary>A device's certificate that somebody else issued.</summary>
/// <param name="Notes">
/// A sentence for each fault that is passed over, because a certificate that is burnt into a chip cannot be made again: a written default (not DER), a
/// serial number that is zero or negative. A certificate with a note counts for one Thing, by its octets: its path is not built (see <see cref="IsPathSound"/>).
/// </param>
public sealed record ExternalCertificate(byte[] Der, SerialNumber SerialNumber, byte[] SubjectPublicKeyInfo, string KeyAlgorithm, DateTimeOffset NotBefore, DateTimeOffset NotAfter, IReadOnlyList<string> Notes)
{
    private const int MaxNames = 16;

    /// <summary>Whether a chain may be built from it: strict readers take it. Otherwise the registry must know its octets.</summary>
    public bool IsPathSound => Notes.Count == 0;

    /// <summary>The notes of a certificate that is in the registry; empty where nothing was passed over, or where today's rules would refuse it.</summary>
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

    /// <summary>Reads it and checks that a device may use it as a client, and as nothing else.</summary>
    /// <exception cref="PkiException"><c>certificate-unreadable</c>, <c>certificate-signature</c>, <c>key-weak</c>, <c>key-unsupported</c>, <c>certificate-authority</c>, <c>certificate-usage</c>, <c>certificate-names</c>, <c>certificate-expired</c>.</exception>
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

        var (start, end) = (new DateTimeOffset(structure.StartDate.ToDateTime(), TimeSpan.Zero), new DateTimeOffset(structure.EndDate.ToDateTime(), TimeSpan.Zero));
        return end > now
            ? new ExternalCertificate(der, SerialNumber.OfCertificate(der), spki, algorithm, start, end, notes)
            : throw new PkiException(PkiErrors.CertificateExpired, $"The certificate ended on {end:yyyy-MM-dd}.");
    }

    private static bool CheckUsage(X509Extensions extensions)
    {
        var usage = KeyUsage.FromExtensions(extensions);
        if (BasicConstraints.FromExtensions(extensions)?.IsCA() == true || (usage is not null && (usage.IntValue & KeyUsage.KeyCertSign) != 0))
        {
            throw new PkiException(PkiErrors.CertificateIsAuthority, "This is the certificate of an authority. A Thing gets one that can sign for nobody else.");
        }

        // RFC 5280 §4.2.1.3 and §4.2.1.12: where they are present they must allow a TLS client. "Any purpose" is none: TLS refuses it too.
        var purposes = ExtendedKeyUsage.FromExtensions(extensions);
        if ((usage is not null && (usage.IntValue & KeyUsage.DigitalSignature) == 0)
            || (purposes is not null && !purposes.HasKeyPurposeId(KeyPurposeID.id_kp_clientAuth)))
        {
            throw new PkiException(PkiErrors.CertificateUsage, "The certificate does not allow a TLS client: it needs digitalSignature and clientAuth.");
        }

        if (extensions.GetExtension(X509Extensions.SubjectAlternativeName) is { } names && GeneralNames.GetInstance(names.GetParsedValue()).GetNames().Length > MaxNames)
        {
            throw new PkiException(PkiErrors.CertificateNames, $"The certificate has more than {MaxNames} names. A device has one.");
        }

        return true;
    }
}
