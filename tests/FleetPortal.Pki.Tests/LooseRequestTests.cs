using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Requests;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Xunit;

namespace FleetPortal.Pki.Tests;

/// <summary>Requests as common tools write them, beside the letter of DER, and the true reason where one is refused.</summary>
public sealed class LooseRequestTests : IDisposable
{
    private const string Name = "pump-1";
    private const string ExtensionRequest = "1.2.840.113549.1.9.14";
    private const string ChallengePassword = "1.2.840.113549.1.9.7";

    private static readonly byte[] KeyUsage = Tlv(0x30, [.. Oid("2.5.29.15"), 0x01, 0x01, 0xFF, .. Tlv(0x04, [0x03, 0x02, 0x07, 0x80])]);
    private static readonly byte[] ServerAuth = Tlv(0x30, [.. Oid("2.5.29.37"), .. Tlv(0x04, Tlv(0x30, Oid("1.3.6.1.5.5.7.3.1")))]);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, byte[]> Attributes => new()
    {
        { "none", [] },
        { "an empty set", Tlv(0xA0, []) },
        { "an empty extensionRequest", Tlv(0xA0, Attribute(ExtensionRequest, Tlv(0x30, []))) },
        { "two extensionRequests",
            Tlv(0xA0, [.. Attribute(ExtensionRequest, Tlv(0x30, KeyUsage)), .. Attribute(ExtensionRequest, Tlv(0x30, []))]) },
        { "extensionRequest before challengePassword", Tlv(0xA0,
            [.. Attribute(ExtensionRequest, Tlv(0x30, KeyUsage)), .. Attribute(ChallengePassword, Tlv(0x0C, "secret"u8.ToArray()))]) },
        { "challengePassword before extensionRequest", Tlv(0xA0,
            [.. Attribute(ChallengePassword, Tlv(0x0C, "secret"u8.ToArray())), .. Attribute(ExtensionRequest, Tlv(0x30, KeyUsage))]) },
    };

    [Theory]
    [MemberData(nameof(Attributes))]
    public void ARequest_IsTaken_WithTheseAttributes(string what, byte[] attributes)
    {
        Assert.NotEmpty(what);
        Assert.Equal("EC P-256", DeviceRequest.ReadDer(Request(Subject(Name), attributes), Name).KeyAlgorithm);
    }

    [Fact]
    public void ARequestOfBouncyCastleWithoutAttributes_IsTaken()
    {
        var key = (Org.BouncyCastle.Crypto.Parameters.ECPrivateKeyParameters)PrivateKeyFactory.CreateKey(_key.ExportPkcs8PrivateKey());
        var publicKey = PublicKeyFactory.CreateKey(_key.ExportSubjectPublicKeyInfo());
        var request = new Pkcs10CertificationRequest(new Asn1SignatureFactory("SHA256withECDSA", key),
            new X509Name($"CN={Name}"), publicKey, null);
        Assert.Equal("EC P-256", DeviceRequest.ReadDer(request.GetEncoded(), Name).KeyAlgorithm);
    }

    [Fact]
    public void WhatIsAskedForInASecondExtensionRequest_IsCheckedAsWell() =>
        Assert.Equal("request-usage", Refusal(Request(Subject(Name),
            Tlv(0xA0, [.. Attribute(ExtensionRequest, Tlv(0x30, KeyUsage)), .. Attribute(ExtensionRequest, Tlv(0x30, ServerAuth))]))).Code);

    [Fact]
    public void WithoutAttributes_TheSignatureStillCounts()
    {
        var request = Request(Subject(Name), []);
        request[^1] ^= 1;
        Assert.Equal("request-signature", Refusal(request).Code);
    }

    [Fact]
    public void SeveralAttributesInOneComponent_AreSaidToBeThat_InWhateverOrder()
    {
        var (name, number) = (Tlv(0x30, [.. Oid("2.5.4.3"), .. Tlv(0x0C, "pump-1"u8.ToArray())]),
            Tlv(0x30, [.. Oid("2.5.4.5"), .. Tlv(0x13, "4711"u8.ToArray())]));
        foreach (var component in new byte[][] { [.. name, .. number], [.. number, .. name] })
        {
            Assert.Contains("several attributes in one component",
                Refusal(Request(Tlv(0x30, Tlv(0x31, component)), [])).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0x0C)]
    [InlineData(0x13)]
    [InlineData(0x14)]
    [InlineData(0x16)]
    public void ACommonName_IsRead_WhateverItsStringType(byte type)
    {
        Assert.Equal("EC P-256", DeviceRequest.ReadDer(Request(Subject(Name, type), []), Name).KeyAlgorithm);
        Assert.Equal("request-other-name", Refusal(Request(Subject("pump-2", type), [])).Code);
    }

    [Fact]
    public void WhatCannotBeRead_IsNamed()
    {
        Assert.Contains("its attributes cannot be read",
            Refusal(Request(Subject(Name), [0xA0, 0x01, 0x30])).Message, StringComparison.Ordinal);
        Assert.Contains("its version", Refusal(Request(Subject(Name), [], version: 1)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("its request cannot be read", Refusal([.. Request(Subject(Name), []), 0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASignatureOfAnotherKindOfKey_IsSaidToBeThat()
    {
        using var rsa = RSA.Create(2048);
        var signed = Info(Subject(Name), [], rsa.ExportSubjectPublicKeyInfo());
        var request = Tlv(0x30, [.. signed, .. Tlv(0x30, Oid("1.2.840.10045.4.3.2")),
            .. Tlv(0x03, [0, .. _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)])]);
        Assert.Contains("its key is not an EC key", Refusal(request).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The octets of a number without its sign are the same, so libraries that read them so would take a second spelling of one signature.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ANegativeNumberInTheSignature_IsRefused(int which)
    {
        while (true)
        {
            var signed = Info(Subject(Name), [], _key.ExportSubjectPublicKeyInfo());
            var signature = _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            BigInteger[] numbers = [new(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true),
                new(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)];
            if (signature[32 * which] < 0x80)
            {
                continue;
            }

            Assert.Equal("EC P-256", DeviceRequest.ReadDer(WithNumbers(signed, numbers), Name).KeyAlgorithm);
            numbers[which] = new BigInteger(signature.AsSpan(32 * which, 32), isUnsigned: false, isBigEndian: true);
            Assert.Equal(-1, numbers[which].Sign);
            var refusal = Refusal(WithNumbers(signed, numbers));
            Assert.Equal("request-signature", refusal.Code);
            Assert.Contains("not positive", refusal.Message, StringComparison.Ordinal);
            return;
        }
    }

    [Fact]
    public void APointBesideTheCurve_IsNoKey()
    {
        var spki = _key.ExportSubjectPublicKeyInfo();
        Assert.Equal("EC P-256", PublicKeyRules.Describe(spki));
        spki[^1] ^= 1;
        var refusal = Assert.Throws<PkiException>(() => PublicKeyRules.Describe(spki));
        Assert.Equal("key-unsupported", refusal.Code);
        Assert.Contains("not a point of the curve P-256", refusal.Message, StringComparison.Ordinal);

        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var other = larger.ExportSubjectPublicKeyInfo();
        Assert.Equal("EC P-384", PublicKeyRules.Describe(other));
        other[^1] ^= 1;
        Assert.Equal("key-unsupported", Assert.Throws<PkiException>(() => PublicKeyRules.Describe(other)).Code);
    }

    [Fact]
    public void ARenewal_MayRepeatTheNamesOfTheCertificate_OrNameTheThing_AndNobodyElse()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("sn-0007.maker.example");
        var factory = new CertificateRequest("O=Maker, CN=SN-0007", _key, HashAlgorithmName.SHA256);
        factory.CertificateExtensions.Add(names.Build());
        using var certificate = factory.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        var renewed = RenewedNames.Of(certificate.RawData);

        Read("O=Maker, CN=SN-0007", names.Build());
        Read($"CN={Name}", null);
        Read("", null);
        Assert.Equal("request-other-name", Assert.Throws<PkiException>(() => Read("O=Maker, CN=SN-0008", null)).Code);
        Assert.Equal("request-other-name", Assert.Throws<PkiException>(() => Read("CN=SN-0007, O=Maker", null)).Code);
        var others = new SubjectAlternativeNameBuilder();
        others.AddDnsName("sn-0008.maker.example");
        Assert.Equal("request-other-name", Assert.Throws<PkiException>(() => Read("O=Maker, CN=SN-0007", others.Build())).Code);

        // Nothing of this is taken where no certificate is renewed.
        Assert.Equal("request-other-name",
            Assert.Throws<PkiException>(() => DeviceRequest.ReadDer(factory.CreateSigningRequest(), Name)).Code);

        void Read(string subject, System.Security.Cryptography.X509Certificates.X509Extension? extension)
        {
            var request = new CertificateRequest(subject, _key, HashAlgorithmName.SHA256);
            if (extension is not null)
            {
                request.CertificateExtensions.Add(extension);
            }

            DeviceRequest.ReadDer(request.CreateSigningRequest(), Name, renewed);
        }
    }

    public void Dispose() => _key.Dispose();

    private static PkiException Refusal(byte[] request) => Assert.Throws<PkiException>(() => DeviceRequest.ReadDer(request, Name));

    private static byte[] WithNumbers(byte[] signed, BigInteger[] numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(numbers[0]);
            writer.WriteInteger(numbers[1]);
        }

        return Tlv(0x30, [.. signed, .. Tlv(0x30, Oid("1.2.840.10045.4.3.2")), .. Tlv(0x03, [0, .. writer.Encode()])]);
    }

    private byte[] Request(byte[] subject, byte[] attributes, byte version = 0)
    {
        var signed = Info(subject, attributes, _key.ExportSubjectPublicKeyInfo(), version);
        return Tlv(0x30, [.. signed, .. Tlv(0x30, Oid("1.2.840.10045.4.3.2")),
            .. Tlv(0x03, [0, .. _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)])]);
    }

    private static byte[] Info(byte[] subject, byte[] attributes, byte[] key, byte version = 0) =>
        Tlv(0x30, [0x02, 0x01, version, .. subject, .. key, .. attributes]);

    private static byte[] Subject(string name, byte type = 0x0C) =>
        Tlv(0x30, Tlv(0x31, Tlv(0x30, [.. Oid("2.5.4.3"), .. Tlv(type, System.Text.Encoding.ASCII.GetBytes(name))])));

    private static byte[] Attribute(string oid, byte[] value) => Tlv(0x30, [.. Oid(oid), .. Tlv(0x31, value)]);

    private static byte[] Oid(string oid) => new DerObjectIdentifier(oid).GetEncoded();

    private static byte[] Tlv(byte tag, byte[] content) =>
        content.Length < 128 ? [tag, (byte)content.Length, .. content] : content.Length < 256
            ? [tag, 0x81, (byte)content.Length, .. content] : [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
