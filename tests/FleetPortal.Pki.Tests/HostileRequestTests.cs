using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Requests;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Xunit;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace FleetPortal.Pki.Tests;

/// <summary>Requests that nobody makes by mistake.</summary>
public sealed class HostileRequestTests
{
    private const string Name = "pump-1";

    [Fact]
    public void ASignatureOfZeroes_IsRefused() => Assert.Equal("request-signature",
        CodeOf(WithSignature(Sound(), new DerSequence(DerInteger.Zero, DerInteger.Zero).GetDerEncoded())));

    [Fact]
    public void NoSignature_IsRefused() => Assert.Equal("request-signature", CodeOf(WithSignature(Sound(), [])));

    [Fact]
    public void IndefiniteLength_IsRefused() =>
        Assert.Equal("request-unreadable", CodeOf([0x30, 0x80, .. Sound()[ContentAt(Sound())..], 0, 0]));

    [Fact]
    public void ALengthWithALeadingZero_IsRefused()
    {
        var sound = Sound();
        Assert.Equal("request-unreadable", CodeOf([0x30, 0x82, 0, (byte)(sound.Length - ContentAt(sound)), .. sound[ContentAt(sound)..]]));
    }

    /// <summary>CVE-2020-0601: a curve whose generator the attacker chose.</summary>
    [Fact]
    public void ACurveThatIsSpelledOut_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var spelledOut = new PublicKey(new Oid("1.2.840.10045.2.1"),
            new AsnEncodedData(ECNamedCurveTable.GetByName("P-256").GetDerEncoded()), new AsnEncodedData([4, .. point.X!, .. point.Y!]));
        var request = new CertificateRequest(new X500DistinguishedName($"CN={Name}"), spelledOut, HashAlgorithmName.SHA256);
        Assert.Equal("key-unsupported", CodeOf(request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(key))));
    }

    [Fact]
    public void ThePointAtInfinity_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var infinity = new PublicKey(new Oid("1.2.840.10045.2.1"),
            new AsnEncodedData(X9ObjectIdentifiers.Prime256v1.GetDerEncoded()), new AsnEncodedData([0]));
        var request = new CertificateRequest(new X500DistinguishedName($"CN={Name}"), infinity, HashAlgorithmName.SHA256);
        Assert.Equal("key-unsupported", CodeOf(request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(key))));
    }

    /// <summary>It would be the same key with another hash, and pass as that of a second Thing.</summary>
    [Fact]
    public void ACompressedPoint_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var compressed = new PublicKey(new Oid("1.2.840.10045.2.1"), new AsnEncodedData(X9ObjectIdentifiers.Prime256v1.GetDerEncoded()),
            new AsnEncodedData([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]));
        var request = new CertificateRequest(new X500DistinguishedName($"CN={Name}"), compressed, HashAlgorithmName.SHA256);
        Assert.Equal("key-unsupported", CodeOf(request.CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(key))));
    }

    [Fact]
    public void OctetsBehindTheNames_AreRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        alternative.AddDnsName(Name);
        request.CertificateExtensions
            .Add(new X509Extension("2.5.29.17", [.. alternative.Build().RawData, 0x82, 1, (byte)'x'], critical: false));
        Assert.Equal("request-unreadable", CodeOf(request.CreateSigningRequest()));
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(17)]
    public void MoreNamesThanADeviceHas_AreRefused(int names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        for (var i = 0; i < names; i++)
        {
            alternative.AddDnsName(Name);
        }

        request.CertificateExtensions.Add(alternative.Build());
        Assert.Contains(CodeOf(request.CreateSigningRequest()), new[] { "request-unreadable", "request-other-name" });
    }

    /// <summary>
    /// A key made as the flawed library made them: p = k·M + 65537^a mod M (CVE-2017-15361; Nemec and others, 2017, §2.1).
    /// </summary>
    [Fact]
    public void AKeyOfTheFlawedInfineonLibrary_IsWeak()
    {
        using var key = RSA.Create(FlawedKey());
        var refusal = Assert.Throws<PkiException>(() => DeviceRequest.ReadDer(
            new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(), Name));
        Assert.Equal("key-weak", refusal.Code);
        Assert.Contains("CVE-2017-15361", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Sound()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    private static int ContentAt(byte[] der) => (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7F);

    private static byte[] WithSignature(byte[] der, byte[] signature)
    {
        var parts = Asn1Sequence.GetInstance(der);
        return new DerSequence(parts[0], parts[1], new DerBitString(signature)).GetDerEncoded();
    }

    private static RSAParameters FlawedKey()
    {
        var primorial = Primes(126).Aggregate(BigInteger.One, (product, prime) => product.Multiply(BigInteger.ValueOf(prime)));
        return RsaParameters.Of(FlawedPrime(primorial), FlawedPrime(primorial));
    }

    private static BigInteger FlawedPrime(BigInteger primorial)
    {
        while (true)
        {
            var factor = new BigInteger(1, RandomNumberGenerator.GetBytes(7)).SetBit(1023 - primorial.BitLength + 1);
            var power = BigInteger.ValueOf(65537).ModPow(new BigInteger(1, RandomNumberGenerator.GetBytes(16)), primorial);
            var candidate = factor.Multiply(primorial).Add(power);

            // Both upper bits, so that the product of two has 2048.
            if (candidate.BitLength == 1024 && candidate.TestBit(1022) && candidate.IsProbablePrime(64))
            {
                return candidate;
            }
        }
    }

    private static IEnumerable<int> Primes(
        int count) => Enumerable.Range(2, 2_000).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0)).Take(count);

    private static string CodeOf(byte[] der) => Assert.Throws<PkiException>(() => DeviceRequest.ReadDer(der, Name)).Code;
}
