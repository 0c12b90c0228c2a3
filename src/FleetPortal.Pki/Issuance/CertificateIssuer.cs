using System.Formats.Asn1;
using System.Net;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>
/// Issues end-entity certificates. BouncyCastle encodes them; the key of the authority signs. Before that, a copy with the signature of
/// another key is linted, as Boulder does, because a signature cannot be taken back.
/// </summary>
public static class CertificateIssuer
{
    /// <summary>
    /// The maximum length of a common name in characters (ub-common-name, RFC 5280 appendix A.1). A longer ThingName is in the
    /// subjectAltName only.
    /// </summary>
    public const int MaxCommonName = 64;

    // The octets for tags and lengths of the outer SEQUENCE and the BIT STRING.
    private const int MaxHeaders = 16;

    private static readonly byte[] SomeSignature = MakeSomeSignature();

    /// <summary>Issues one certificate: encodes it, lints a copy and signs.</summary>
    /// <returns>The certificate in DER.</returns>
    /// <exception cref="PkiException"><c>lint-…</c>: the certificate would break a rule. The authority has signed nothing.</exception>
    public static byte[] Issue(IssuingAuthority authority, CertificateContent content)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(content);
        var tbs = ToBeSigned(authority, content);
        CertificateLinter.Check(Assemble(tbs, authority.Key.SignatureAlgorithm, SomeSignature), authority, content);
        return Assemble(tbs, authority.Key.SignatureAlgorithm, authority.Key.Sign(tbs));
    }

    /// <summary>Returns the certificate in DER, made of its signed part, the algorithm and the signature.</summary>
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

    /// <summary>Creates a signature for the copies, with a key that is discarded.</summary>
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

    /// <summary>
    /// Returns the subject: the organization first, so that it is a prefix of the name (RFC 5280 §4.2.1.10, X.501 §10.2), then the common
    /// name if it is not too long.
    /// </summary>
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

    private static X509Extensions ExtensionsOf(
        IssuingAuthority authority, CertificateContent content, SubjectPublicKeyInfo spki, bool subjectIsEmpty)
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

        extensions.AddExtension(X509Extensions.SubjectKeyIdentifier,
            false, new SubjectKeyIdentifier(IssuingAuthority.KeyIdentifierOf(spki)));
        extensions.AddExtension(X509Extensions.AuthorityKeyIdentifier, false, new AuthorityKeyIdentifier(
            IssuingAuthority.KeyIdentifierOf(authority.Structure.SubjectPublicKeyInfo)));
        AddAddresses(extensions, content.AuthorityAddress, content.OcspAddress, content.CrlAddress);
        return extensions.Generate();
    }

    /// <summary>Adds authorityInfoAccess (RFC 5280 §4.2.2.1) and cRLDistributionPoints (§4.2.1.13) for the given URLs.</summary>
    internal static void AddAddresses(X509ExtensionsGenerator extensions, string? authorityAddress, string? ocspAddress, string? crlAddress)
    {
        List<AccessDescription> access = [];
        if (ocspAddress is { } ocsp)
        {
            access.Add(new AccessDescription(AccessDescription.IdADOcsp, new GeneralName(GeneralName.UniformResourceIdentifier, ocsp)));
        }

        if (authorityAddress is { } authority)
        {
            access.Add(new AccessDescription(AccessDescription.IdADCAIssuers,
                new GeneralName(GeneralName.UniformResourceIdentifier, authority)));
        }

        if (access.Count > 0)
        {
            extensions.AddExtension(X509Extensions.AuthorityInfoAccess, false, new AuthorityInformationAccess([.. access]));
        }

        if (crlAddress is { } crl)
        {
            var name = new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.UniformResourceIdentifier, crl)));
            extensions.AddExtension(X509Extensions.CrlDistributionPoints,
                false, new CrlDistPoint([new DistributionPoint(name, null, null)]));
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
            : new GeneralNames([.. content.ServerNames.Prepend(content.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase).Select(ServerName)]);

    private static GeneralName ServerName(string name) =>
        IPAddress.TryParse(name, out var address)
            ? new GeneralName(GeneralName.IPAddress, new DerOctetString(address.GetAddressBytes()))
            : new GeneralName(GeneralName.DnsName, name);
}
