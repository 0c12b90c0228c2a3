using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Requests;
using Xunit;

namespace FleetPortal.Pki.Tests;

public sealed class DeviceRequestTests
{
    private const string Name = "pump-1";

    [Fact]
    public void ARequestForTheThingItself_IsRead()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = DeviceRequest.ReadPem(new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256)
            .CreateSigningRequestPem(), Name);
        Assert.Equal("EC P-256", request.KeyAlgorithm);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), request.SubjectPublicKeyInfo);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")]
    public void WhatIsNoRequest_IsUnreadable(
        string pem) => Assert.Equal("request-unreadable", CodeOf(() => DeviceRequest.ReadPem(pem, Name)));

    [Fact]
    public void AHugeRequest_IsRefusedUnread() =>
        Assert.Equal("request-unreadable", CodeOf(() => DeviceRequest.ReadPem(new string('A', 1_000_000), Name)));

    [Fact]
    public void ARequestWithSomethingBehindIt_IsUnreadable()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = [.. Request(key).CreateSigningRequest(), 0];
        Assert.Equal("request-unreadable", CodeOf(() => DeviceRequest.ReadDer(der, Name)));
    }

    [Fact]
    public void AWrongSignature_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = new CertificateRequest(new X500DistinguishedName($"CN={Name}"), new PublicKey(key), HashAlgorithmName.SHA256);
        var der = forged.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(other));
        Assert.Equal("request-signature", CodeOf(() => DeviceRequest.ReadDer(der, Name)));
    }

    [Fact]
    public void ShortRsa_IsWeak()
    {
        using var key = RSA.Create(1024);
        Assert.Equal("key-weak", CodeOf(() => DeviceRequest.ReadDer(
            new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(), Name)));
    }

    [Fact]
    public void Rsa2048_IsAccepted()
    {
        using var key = RSA.Create(2048);
        Assert.Equal("RSA 2048", DeviceRequest.ReadDer(new CertificateRequest($"CN={Name}",
            key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(), Name).KeyAlgorithm);
    }

    [Fact]
    public void RsaWithExponentOne_IsWeak()
    {
        using var key = RSA.Create(2048);
        var parameters = key.ExportParameters(false);
        parameters.Exponent = [1];
        Assert.Equal("key-weak", CodeOf(() => Keys.PublicKeyRules.Describe(SpkiOf(parameters))));
    }

    [Fact]
    public void CurveP192_IsWeak()
    {
        // SubjectPublicKeyInfo with namedCurve 1.2.840.10045.3.1.1 and a 49-octet point.
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier("1.2.840.10045.3.1.1");
            }

            writer.WriteBitString([4, .. new byte[48]]);
        }

        Assert.Equal("key-weak", CodeOf(() => Keys.PublicKeyRules.Describe(writer.Encode())));
    }

    [Fact]
    public void AnotherThingsName_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("request-other-name", CodeOf(() =>
            DeviceRequest.ReadDer(new CertificateRequest("CN=pump-2", key, HashAlgorithmName.SHA256).CreateSigningRequest(), Name)));
    }

    [Fact]
    public void AnotherThingsSubjectAltName_IsRefused()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("pump-2");
        Assert.Equal("request-other-name", CodeOf(() => Read(names.Build())));
    }

    [Fact]
    public void TheOwnUri_IsAccepted()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri("urn:fleetportal:thing:pump-1"));
        Read(names.Build());
    }

    [Fact]
    public void AskingToBeAnAuthority_IsRefused() =>
        Assert.Equal("request-authority", CodeOf(() => Read(new X509BasicConstraintsExtension(true, false, 0, true))));

    [Fact]
    public void AskingToSignCertificates_IsRefused() =>
        Assert.Equal("request-authority", CodeOf(() => Read(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true))));

    [Fact]
    public void AskingToBeAServer_IsRefused() =>
        Assert.Equal("request-usage", CodeOf(() => Read(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false))));

    [Fact]
    public void AnUnknownCriticalExtension_IsRefused() =>
        Assert.Equal("request-extension", CodeOf(() => Read(new X509Extension("1.2.3.4", [5, 0], true))));

    private static CertificateRequest Request(ECDsa key) => new($"CN={Name}", key, HashAlgorithmName.SHA256);

    private static void Read(X509Extension extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(key);
        request.CertificateExtensions.Add(extension);
        DeviceRequest.ReadDer(request.CreateSigningRequest(), Name);
    }

    private static byte[] SpkiOf(RSAParameters parameters)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteIntegerUnsigned(parameters.Modulus);
            key.WriteIntegerUnsigned(parameters.Exponent);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(key.Encode());
        }

        return writer.Encode();
    }

    private static string CodeOf(Action action) => Assert.Throws<PkiException>(action).Code;
}
