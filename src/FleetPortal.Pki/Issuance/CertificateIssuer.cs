using System.Formats.Asn1;
using System.Net;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>
/// Makes end-entity certificates: BouncyCastle encodes, the authority's key signs. A twin with somebody else's signature
/// is linted before the authority's key touches anything, as Boulder does: what has been signed cannot be unsigned.
/// </summary>
public static class CertificateIssuer
{
    /// <summary>ub-common-name, RFC 5280 appendix A.1, in characters. A longer ThingName stands in the subjectAltName alone.</summary>
    public const int MaxCommonName = 64;

    // Tags and lengths of the outer SEQUENCE and the BIT STRING.
    private const int MaxHeaders = 16;

    private static readonly byte[] SomeSignature = MakeSomeSignature();

    /// <summary>Issues one certificate.</summary>
    /// <returns>DER.</returns>
    /// <exception cref="PkiException"><c>lint-…</c>: the certificate would break a rule; nothing was signed by the authority.</exception>
    public static byte[] Issue(IssuingAuthority authority, CertificateContent content)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(content);
        var tbs = ToBeSigned(authority, content);
        CertificateLinter.Check(Assemble(tbs, authority.Key.SignatureAlgorithm, SomeSignature), authority, content);
        return Assemble(tbs, authority.Key.SignatureAlgorithm, authority.Key.Sign(tbs));
    }

    internal static byte[] Assemble(byte[] tbs, ReadOnlyMemory<byte> algorithm, byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER, tbs.Length + algorithm.Length + signature.Length + MaxHeaders);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs);
            writer.WriteEncodedValue(algorithm.Span);
            writer.WriteBitString(signature);
        }

        return writer.Encode();
    }

    /// <summary>Of a key that nobody has any more.</summary>
    private static byte[] MakeSomeSignature()
    {
        using var key = EcdsaSigningKey.Create();
        return key.Sign("twin"u8);
    }

    private static byte[] ToBeSigned(IssuingAuthority authority, CertificateContent content)
    {
        var spki = SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(content.SubjectPublicKeyInfo));
        var subject = SubjectOf(content.Name, authority.Organization);
        var generator = new V3TbsCertificateGenerator();
        generator.SetSerialNumber(new DerInteger(content.SerialNumber.ToBigInteger()));
        generator.SetSignature(AlgorithmIdentifier.GetInstance(Asn1Object.FromByteArray(authority.Key.SignatureAlgorithm.ToArray())));
        generator.SetIssuer(authority.Structure.Subject);
        generator.SetSubject(subject);
        generator.SetValidity(new Validity(new Time(content.NotBefore.UtcDateTime), new Time(content.NotAfter.UtcDateTime)));
        generator.SetSubjectPublicKeyInfo(spki);
        generator.SetExtensions(ExtensionsOf(authority, content, spki, subject.GetOidList().Count == 0));
        return generator.GenerateTbsCertificate().GetDerEncoded();
    }

    /// <summary>The organization first, as a prefix of the name must be (RFC 5280 §4.2.1.10, X.501 §10.2), then the common name where it fits.</summary>
    internal static X509Name SubjectOf(string name, string? organization)
    {
        List<DerObjectIdentifier> types = [];
        List<string> values = [];
        if (organization is not null)
        {
            types.Add(X509Name.O);
            values.Add(organization);
        }

        if (name.Length <= MaxCommonName)
        {
            types.Add(X509Name.CN);
            values.Add(name);
        }

        return new X509Name(types, values);
    }

    private static X509Extensions ExtensionsOf(IssuingAuthority authority, CertificateContent content, SubjectPublicKeyInfo spki, bool subjectIsEmpty)
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(false));
        extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(KeyUsage.DigitalSignature));
        extensions.AddExtension(X509Extensions.ExtendedKeyUsage, false, new ExtendedKeyUsage(UsageOf(content.Profile.Purpose)));
        if (content.Profile.Purpose == ProfilePurpose.OcspResponder)
        {
            extensions.AddExtension(OcspObjectIdentifiers.PkixOcspNocheck, false, DerNull.Instance);
        }
        else
        {
            extensions.AddExtension(X509Extensions.SubjectAlternativeName, subjectIsEmpty, NamesOf(content));
        }

        extensions.AddExtension(X509Extensions.SubjectKeyIdentifier, false, new SubjectKeyIdentifier(IssuingAuthority.KeyIdentifierOf(spki)));
        extensions.AddExtension(X509Extensions.AuthorityKeyIdentifier, false, new AuthorityKeyIdentifier(
            IssuingAuthority.KeyIdentifierOf(authority.Structure.SubjectPublicKeyInfo)));
        AddAddresses(extensions, content.AuthorityAddress, content.OcspAddress, content.CrlAddress);
        return extensions.Generate();
    }

    internal static void AddAddresses(X509ExtensionsGenerator extensions, string? authorityAddress, string? ocspAddress, string? crlAddress)
    {
        List<AccessDescription> access = [];
        if (ocspAddress is { } ocsp)
        {
            access.Add(new AccessDescription(AccessDescription.IdADOcsp, new GeneralName(GeneralName.UniformResourceIdentifier, ocsp)));
        }

        if (authorityAddress is { } authority)
        {
            access.Add(new AccessDescription(AccessDescription.IdADCAIssuers, new GeneralName(GeneralName.UniformResourceIdentifier, authority)));
        }

        if (access.Count > 0)
        {
            extensions.AddExtension(X509Extensions.AuthorityInfoAccess, false, new AuthorityInformationAccess([.. access]));
        }

        if (crlAddress is { } crl)
        {
            var name = new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, crl)));
            extensions.AddExtension(X509Extensions.CrlDistributionPoints, false, new CrlDistPoint([new DistributionPoint(name, null, null)]));
        }
    }

    private static KeyPurposeID UsageOf(ProfilePurpose purpose) => purpose switch
    {
        ProfilePurpose.Thing => KeyPurposeID.id_kp_clientAuth,
        ProfilePurpose.Server => KeyPurposeID.id_kp_serverAuth,
        _ => KeyPurposeID.id_kp_OCSPSigning,
    };

    private static GeneralNames NamesOf(CertificateContent content) =>
        content.Profile.Purpose == ProfilePurpose.Thing
            ? new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, ThingUri.Of(content.Name)))
            : new GeneralNames([.. content.ServerNames.Prepend(content.Name).Distinct(StringComparer.OrdinalIgnoreCase).Select(ServerName)]);

    private static GeneralName ServerName(string name) =>
        IPAddress.TryParse(name, out var address)
            ? new GeneralName(GeneralName.IPAddress, new DerOctetString(address.GetAddressBytes()))
            : new GeneralName(GeneralName.DnsName, name);
}
