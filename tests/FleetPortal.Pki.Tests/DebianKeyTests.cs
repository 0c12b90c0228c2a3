using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Requests;
using Org.BouncyCastle.Asn1.X9;
using Xunit;

namespace FleetPortal.Pki.Tests;

/// <summary>
/// Keys of Debian's flawed OpenSSL (CVE-2008-0166) are made here as it made them. That they are the same is shown by the first
/// octets of keys that others made with the old program itself and published: HARICA's debian-weak-keys, badkeys' debianopenssl.
/// </summary>
public sealed class DebianKeyTests
{
    private const string Name = "pump-1";

    [Theory]
    [InlineData(8, false, SeedFile.Read, "BDC2EE594E00CAC0EF15BB0A")]
    [InlineData(8, false, SeedFile.MissingBefore, "CEB8AAABA94464051514C8F3")]
    [InlineData(8, false, SeedFile.MissingSince, "B456480DD81740AC1231C9B0")]
    [InlineData(4, false, SeedFile.Read, "9C8FADD542326FA99B28C4F3")]
    [InlineData(4, false, SeedFile.MissingBefore, "D2B741FE7F2A2EB5B7D0F505")]
    [InlineData(4, false, SeedFile.MissingSince, "D6124E88621B168E6E2A3B36")]
    [InlineData(4, true, SeedFile.Read, "A56697B14E26DC067E58C18B")]
    [InlineData(4, true, SeedFile.MissingBefore, "A470F8B2DA79B8607958C28A")]
    public void AnRsaKey_IsWeak(int wordOctets, bool bigEndian, SeedFile seedFile, string published)
    {
        var (p, q) = DebianKeyMaker.Rsa2048(DebianRandom.Seeded(wordOctets, bigEndian, seedFile, processId: 1000));
        Assert.StartsWith(published, Convert.ToHexString(p.Multiply(q).ToByteArrayUnsigned()), StringComparison.Ordinal);
        using var key = RSA.Create(RsaParameters.Of(p, q));
        AssertWeak(new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Found after more than 916 draws, where the place in the pool is one behind its end for the first time.</summary>
    [Fact]
    public void AnRsaKeyThatTookLong_IsWeak()
    {
        var (p, q) = DebianKeyMaker.Rsa2048(DebianRandom.Seeded(4, false, SeedFile.Read, processId: 2877));
        using var key = RSA.Create(RsaParameters.Of(p, q));
        AssertWeak(new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData(8, false, SeedFile.Read, "B5F663B0BC8D5BA4FE98369D")]
    [InlineData(8, false, SeedFile.MissingSince, "FCCC8A7A5EAF41774F3BCF4C")]
    [InlineData(4, false, SeedFile.MissingBefore, "7B7543598A374801D7607ECB")]
    [InlineData(4, true, SeedFile.MissingBefore, "C5E3A904AA4BFAC006E7E9A5")]
    public void AnEcKey_IsThePublishedOne(int wordOctets, bool bigEndian, SeedFile seedFile, string published)
    {
        using var key = EcKey(ECCurve.NamedCurves.nistP256, DebianRandom.Seeded(wordOctets, bigEndian, seedFile, processId: 1000));
        Assert.StartsWith(published, Convert.ToHexString(key.ExportParameters(false).Q.X!), StringComparison.Ordinal);
    }

    [Fact]
    public void EcKeysOfEverySystem_AreWeak()
    {
        foreach (var (wordOctets, bigEndian) in new[] { (8, false), (4, false), (4, true) })
        {
            foreach (var seedFile in Enum.GetValues<SeedFile>())
            {
                foreach (var processId in new[] { 0, 1, 1000, 32767 })
                {
                    foreach (var curve in new[] { ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP384 })
                    {
                        using var key = EcKey(curve, DebianRandom.Seeded(wordOctets, bigEndian, seedFile, processId));
                        AssertWeak(new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256));
                    }
                }
            }
        }
    }

    /// <summary>
    /// Its random numbers of another process identifier than a kernel gave were never used: what is refused is what was made, not what
    /// looks like it.
    /// </summary>
    [Fact]
    public void AKeyThatItNeverMade_IsNotWeak()
    {
        using var key = EcKey(ECCurve.NamedCurves.nistP256, DebianRandom.Seeded(8, false, SeedFile.Read, processId: 32768));
        Assert.Equal("EC P-256", DeviceRequest.ReadDer(new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256)
            .CreateSigningRequest(), Name).KeyAlgorithm);
    }

    private static ECDsa EcKey(ECCurve curve, DebianRandom random)
    {
        var domain = ECNamedCurveTable.GetByName(curve.Oid.FriendlyName == "nistP384" ? "P-384" : "P-256");
        var scalar = DebianKeyMaker.Scalar(random, domain.N);
        var point = domain.G.Multiply(scalar).Normalize();
        return ECDsa.Create(new ECParameters
        {
            Curve = curve,
            D = RsaParameters.Padded(scalar, (domain.N.BitLength + 7) / 8),
            Q = new ECPoint { X = point.AffineXCoord.GetEncoded(), Y = point.AffineYCoord.GetEncoded() },
        });
    }

    private static void AssertWeak(CertificateRequest request)
    {
        var refusal = Assert.Throws<PkiException>(() => DeviceRequest.ReadDer(request.CreateSigningRequest(), Name));
        Assert.Equal("key-weak", refusal.Code);
        Assert.Contains("CVE-2008-0166", refusal.Message, StringComparison.Ordinal);
    }
}
