using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using Org.BouncyCastle.Asn1.X509;
using X509Extension = System.Security.Cryptography.X509Certificates.X509Extension;

namespace FleetPortal.Pki.Text;

/// <summary>One statement of a certificate, as a sentence that people read.</summary>
/// <param name="Words">The meaning, such as "Signs to authenticate".</param>
/// <param name="Detail">The values, or their consequence.</param>
/// <param name="Extension">The name of the extension in RFC 5280.</param>
/// <param name="Critical">Whether the extension is critical: software that does not support it must refuse the certificate.</param>
public sealed record CertificateStatement(string Words, string Detail, string Extension, bool Critical);

/// <summary>Describes the content of a certificate for people.</summary>
public static class CertificateReader
{
    private const string AlternativeNameOid = "2.5.29.17";
    private const string CrlOid = "2.5.29.31";
    private const string NameConstraintsOid = "2.5.29.30";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary>Returns the subject in the form of RFC 4514.</summary>
    public static string SubjectOf(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.Subject;
    }

    /// <summary>Returns the common name, or another part of the subject, and the end of validity.</summary>
    public static (string Name, DateTimeOffset NotAfter) NameAndEndOf(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), certificate.NotAfter);
    }

    /// <summary>Returns the key algorithm, such as "EC P-256"; "not known" if the current rules would refuse the key.</summary>
    public static string KeyOf(byte[] der)
    {
        try
        {
            return PublicKeyRules.Describe(X509CertificateStructure.GetInstance(der).SubjectPublicKeyInfo.GetDerEncoded());
        }
        catch (PkiException)
        {
            return "not known";
        }
    }

    /// <summary>
    /// Returns the organization to which an authority is restricted (nameConstraints, RFC 5280 §4.2.1.10); null for none.
    /// </summary>
    public static string? OrganizationHeldTo(byte[] der) => NameConstraint.OrganizationOf(X509CertificateStructure.GetInstance(der));

    /// <summary>Returns a statement for each extension, in the order of the certificate.</summary>
    public static IReadOnlyList<CertificateStatement> Read(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return [.. certificate.Extensions.Select(extension => Read(extension, der))];
    }

    private static CertificateStatement Read(X509Extension extension, byte[] der) => extension switch
    {
        X509KeyUsageExtension { KeyUsages: X509KeyUsageFlags.DigitalSignature } =>
            Statement(extension, "Signs to authenticate", "Not for encryption or for signing certificates", "keyUsage"),
        X509KeyUsageExtension { KeyUsages: X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign } =>
            Statement(extension, "Signs certificates and CRLs", "Not for anything else", "keyUsage"),
        X509KeyUsageExtension usage => Statement(extension, "Key usage", usage.KeyUsages.ToString(), "keyUsage"),
        X509EnhancedKeyUsageExtension usage => Purpose(extension, [.. usage.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value!)]),
        X509BasicConstraintsExtension { CertificateAuthority: false } =>
            Statement(extension, "Cannot sign other certificates", "Not an authority", "basicConstraints"),
        X509BasicConstraintsExtension constraints => Statement(extension, "Can sign other certificates",
            constraints.HasPathLengthConstraint ? $"With at most {constraints.PathLengthConstraint} authorities below it"
            : "With any number of authorities below it", "basicConstraints"),
        X509SubjectKeyIdentifierExtension key =>
            Statement(extension, "Key identifier", key.SubjectKeyIdentifier!.ToLowerInvariant(), "subjectKeyIdentifier"),
        X509AuthorityKeyIdentifierExtension key => Statement(extension, "Key identifier of the authority",
            key.KeyIdentifier is { } id ? Convert.ToHexStringLower(id.Span) : "", "authorityKeyIdentifier"),
        X509AuthorityInformationAccessExtension access => Statement(extension,
            "OCSP address", string.Join(", ", access.EnumerateOcspUris().Concat(access.EnumerateCAIssuersUris())), "authorityInfoAccess"),
        _ => extension.Oid?.Value switch
        {
            AlternativeNameOid => Statement(extension, "Name of the holder", extension.Format(false), "subjectAltName"),
            NameConstraintsOid => Statement(extension,
                "Restricted to one organization", OrganizationHeldTo(der) ?? extension.Format(false), "nameConstraints"),
            CrlOid => Statement(extension,
                "CRL address", extension.Format(false).Replace("Full Name:", "", StringComparison.Ordinal).Trim(), "cRLDistributionPoints"),
            var oid => Statement(extension, "Other extension", extension.Format(false), oid ?? ""),
        },
    };

    private static CertificateStatement Purpose(X509Extension extension, IReadOnlyList<string> purposes) => purposes switch
    {
        [ClientAuth] => Statement(extension, "TLS client only", "Cannot be used as a server", "extKeyUsage"),
        [ServerAuth] => Statement(extension, "TLS server only", "Cannot be used as a device", "extKeyUsage"),
        _ => Statement(extension, "Permitted uses", string.Join(", ", purposes), "extKeyUsage"),
    };

    private static CertificateStatement Statement(
        X509Extension extension, string words, string detail, string name) => new(words, detail, name, extension.Critical);
}
