using System.Formats.Asn1;
using CsCheck;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;
using Xunit;
using CrlReason = FleetPortal.Pki.Revocation.CrlReason;

namespace FleetPortal.Pki.Tests;

/// <summary>CRLs and OCSP requests, read back with other code than that which wrote them.</summary>
public sealed class RevocationTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly IssuingAuthority _authority;

    public RevocationTests()
    {
        var rootKey = EcdsaSigningKey.Create();
        var key = EcdsaSigningKey.Create();
        var root = AuthorityIssuer.IssueRoot("Root", rootKey, Now.AddMinutes(-5), Now.AddYears(20));
        _authority = new IssuingAuthority(AuthorityIssuer.IssueSubordinate(new IssuingAuthority(root, rootKey),
            key, new SubordinateContent("Issuing", Now.AddMinutes(-5), Now.AddYears(10))), key);
    }

    [Fact]
    public void ACrl_SaysWhatWasMeant_InBouncyCastlesEyes()
    {
        var held = Serial("7f00000000000000000000000000000001");
        var compromised = Serial("ff00000000000000000000000000000002");
        var der = CrlIssuer.Issue(_authority, Content([new(held, Now, CrlReason.CertificateHold),
            new(compromised, Now.AddYears(30), CrlReason.Unspecified)]) with { DistributionPoint = "http://pki/crl/1-0.crl" });
        var crl = new X509CrlParser().ReadCrl(der);
        crl.Verify(new X509CertificateParser().ReadCertificate(_authority.Certificate).GetPublicKey());
        Assert.Equal(der, crl.GetEncoded());
        var first = crl.GetRevokedCertificate(new BigInteger(held.ToString(), 16));
        Assert.Equal(6, first.GetExtensionValue(X509Extensions.ReasonCode).GetOctets()[2]);
        var second = crl.GetRevokedCertificate(new BigInteger(compromised.ToString(), 16));
        Assert.Null(second.GetExtensionValue(X509Extensions.ReasonCode));
        Assert.Equal(Now.AddYears(30).UtcDateTime, second.RevocationDate);
        Assert.Contains(X509Extensions.IssuingDistributionPoint.Id, crl.GetCriticalExtensionOids());
        Assert.Equal((Now.UtcDateTime, Now.AddHours(24).UtcDateTime), (crl.ThisUpdate, crl.NextUpdate));
    }

    [Fact]
    public void AnEmptyCrl_HasNoListAtAll()
    {
        var der = CrlIssuer.Issue(_authority, Content([]));
        Assert.Null(new X509CrlParser().ReadCrl(der).GetRevokedCertificates());
        Assert.False(CrlReader.Lists(der, Serial("01")));
    }

    [Fact]
    public void WhoIsOnACrl_IsFound_AndNobodyElse() =>
        Gen.Long[1, 1000].HashSet[0, 40].Sample(numbers =>
        {
            var der = CrlIssuer.Issue(_authority,
                Content(numbers.Select(number => new RevokedEntry(Serial(Convert.ToString(number, 16)), Now, CrlReason.KeyCompromise))));
            return Enumerable.Range(1, 1000)
                .All(number => CrlReader.Lists(der, Serial(Convert.ToString(number, 16))) == numbers.Contains(number));
        }, iter: 50);

    [Theory]
    [InlineData("an empty request", "")]
    [InlineData("no DER", "00")]
    [InlineData("an empty list", "30043002300030")]
    [InlineData("no questions", "300430023000")]
    public void WhatIsNoOcspRequest_IsMalformed(string what, string hex)
    {
        var error = Assert.Throws<PkiException>(() => OcspQuestion.Read(Convert.FromHexString(hex)));
        Assert.True(error.Code == "ocsp-malformed", what);
    }

    [Fact]
    public void OctetsBehindARequest_ABerLength_AndTooManyQuestions_AreMalformed()
    {
        var request = Request(1);
        Assert.Equal("01", OcspQuestion.Read(request).Certificates[0].SerialNumber.ToString());
        Assert.Throws<PkiException>(() => OcspQuestion.Read((byte[])[.. request, 0]));
        Assert.Throws<PkiException>(() => OcspQuestion.Read((byte[])[0x30, 0x81, request[1], .. request[2..]]));
        Assert.Equal(8, OcspQuestion.Read(Request(8)).Certificates.Count);
        Assert.Throws<PkiException>(() => OcspQuestion.Read(Request(9)));
        Assert.Throws<PkiException>(() => OcspQuestion.Read(new byte[OcspQuestion.MaxLength + 1]));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void ANonce_HasOneTo128Octets(int length, bool accepted)
    {
        var nonce = new AsnWriter(AsnEncodingRules.DER);
        nonce.WriteOctetString(new byte[length]);
        var request = Request(1, nonce.Encode());
        if (accepted)
        {
            Assert.Equal(nonce.Encode(), OcspQuestion.Read(request).Nonce);
        }
        else
        {
            Assert.Throws<PkiException>(() => OcspQuestion.Read(request));
        }
    }

    [Fact]
    public void AnythingCutFromOrChangedInARequest_IsReadOrRefused_NeverAnythingElse() =>
        Gen.Select(Gen.Int[0, 200], Gen.Byte).Sample((at, value) =>
        {
            var request = Request(2);
            request[at % request.Length] = value;
            try
            {
                OcspQuestion.Read(request.AsMemory(0, Math.Max(1, request.Length - (at % 7))));
            }
            catch (PkiException)
            {
                // Refused, with a code.
            }
        }, iter: 2000);

    private static SerialNumber Serial(string hex) => SerialNumber.TryParse(hex, out var serial)
        ? serial.Value : throw new ArgumentException(hex);

    private static CrlContent Content(
        IEnumerable<RevokedEntry> entries) => new() { Number = 7, ThisUpdate = Now, NextUpdate = Now.AddHours(24), Entries = entries };

    private static byte[] Request(int questions, byte[]? nonce = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                for (var i = 1; i <= questions; i++)
                {
                    using var request = writer.PushSequence();
                    using var id = writer.PushSequence();
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.3.14.3.2.26");
                    }

                    writer.WriteOctetString(new byte[20]);
                    writer.WriteOctetString(new byte[20]);
                    writer.WriteInteger(i);
                }
            }

            if (nonce is not null)
            {
                using var tagged = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2));
                using var extensions = writer.PushSequence();
                using var extension = writer.PushSequence();
                writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.2");
                writer.WriteOctetString(nonce);
            }
        }

        return writer.Encode();
    }
}
