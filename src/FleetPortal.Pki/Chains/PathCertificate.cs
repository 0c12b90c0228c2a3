using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Chains;

/// <summary>A certificate with the fields that path building looks at, read once.</summary>
internal sealed partial class PathCertificate
{
    private const string SubjectKeyIdentifier = "2.5.29.14";
    private const string AuthorityKeyIdentifier = "2.5.29.35";

    public PathCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        Subject = Canonical(certificate.SubjectName);
        Issuer = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) ? Subject : Canonical(certificate.IssuerName);
        try
        {
            SubjectKey = (certificate.Extensions[SubjectKeyIdentifier] as X509SubjectKeyIdentifierExtension)?.SubjectKeyIdentifierBytes;
            IssuerKey = (certificate.Extensions[AuthorityKeyIdentifier] as X509AuthorityKeyIdentifierExtension)?.KeyIdentifier;
        }
        catch (CryptographicException)
        {
            // The identifiers are hints (RFC 5280 §4.2.1.1). One that cannot be read gives no hint; the platform judges the certificate.
        }
    }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Its subject as names are compared (RFC 5280 §7.1): without case, and with single blanks.</summary>
    public string Subject { get; }

    /// <summary>Its issuer, in the same form.</summary>
    public string Issuer { get; }

    /// <summary>subjectKeyIdentifier, or null.</summary>
    public ReadOnlyMemory<byte>? SubjectKey { get; }

    /// <summary>The key identifier of authorityKeyIdentifier, or null.</summary>
    public ReadOnlyMemory<byte>? IssuerKey { get; }

    /// <summary>The name for people: the common name, or what else the subject has.</summary>
    public string Name => Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>Whether it is the same certificate, octet for octet.</summary>
    public bool Is(X509Certificate2 other) => Certificate.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    /// <summary>How well another certificate fits as the issuer: null where its name or its key identifier says that it is not.</summary>
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
            // A name that cannot be read is equal to itself alone.
            return Convert.ToHexString(name.RawData);
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}

/// <summary>Why a certificate may be the issuer of another.</summary>
internal enum IssuerFit
{
    /// <summary>The key identifiers are equal.</summary>
    Key,

    /// <summary>The names are equal, and one of both has no key identifier.</summary>
    Name,
}
