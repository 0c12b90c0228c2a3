using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Chains;

/// <summary>A certificate with the fields that path building needs.</summary>
internal sealed partial class PathCertificate
{
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string AuthorityKeyIdentifier = "2.5.29.35";

    /// <summary>Reads the fields of a certificate. The caller keeps ownership of the certificate.</summary>
    public PathCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        Subject = Canonical(certificate.SubjectName);
        Issuer = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
            ? Subject : Canonical(certificate.IssuerName);
        try
        {
            SubjectKey = (certificate.Extensions[SubjectKeyIdentifier] as X509SubjectKeyIdentifierExtension)?.SubjectKeyIdentifierBytes;
            IssuerKey = (certificate.Extensions[AuthorityKeyIdentifier] as X509AuthorityKeyIdentifierExtension)?.KeyIdentifier;
        }
        catch (CryptographicException)
        {
            // Key identifiers are only hints (RFC 5280 §4.2.1.1). Ignore one that cannot be read; the platform validates the certificate.
        }
    }

    /// <summary>The certificate as the platform reads it.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The subject in the form in which names are compared (RFC 5280 §7.1): lower case, with single blanks.</summary>
    public string Subject { get; }

    /// <summary>The issuer, in the same form.</summary>
    public string Issuer { get; }

    /// <summary>The subjectKeyIdentifier; null without one.</summary>
    public ReadOnlyMemory<byte>? SubjectKey { get; }

    /// <summary>The key identifier of authorityKeyIdentifier; null without one.</summary>
    public ReadOnlyMemory<byte>? IssuerKey { get; }

    /// <summary>The name that people read: the common name, or another part of the subject.</summary>
    public string Name => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Returns whether the other certificate has the same octets.</summary>
    public bool Is(X509Certificate2 other) => Certificate.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    /// <summary>Returns how well another certificate fits as the issuer; null if its name or its key identifier is different.</summary>
    public IssuerFit? FitOf(PathCertificate other)
    {
        if (other.Subject != Issuer)
        {
            return null;
        }

        if (IssuerKey is not { } wanted || other.SubjectKey is not { } key)
        {
            return IssuerFit.Name;
        }

        return wanted.Span.SequenceEqual(key.Span) ? IssuerFit.Key : null;
    }

    private static string Canonical(X500DistinguishedName name)
    {
        try
        {
            return Blanks().Replace(X509Name.GetInstance(name.RawData).ToString().ToLowerInvariant(), " ").Trim();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException or FormatException)
        {
            // A name that cannot be read is equal to the same octets only.
            return Convert.ToHexString(name.RawData);
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}

/// <summary>The reason for which a certificate may be the issuer of another. Better fits come first.</summary>
internal enum IssuerFit
{
    /// <summary>The key identifiers are equal.</summary>
    Key,

    /// <summary>The names are equal, and at least one of the two has no key identifier.</summary>
    Name,
}
