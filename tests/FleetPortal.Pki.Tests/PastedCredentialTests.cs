using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Pki.Tests;

public sealed class PastedCredentialTests
{
    private const string Id = "3069c721aa00bb11cc22dd33ee44ff5500112233445566778899aabbccddfca6";

    [Theory]
    [InlineData("serial=03E8", "03e8")]
    [InlineData("serial=0X03E8", "03e8")]
    [InlineData("Serial Number: 1000 (0x3e8)", "03e8")]
    [InlineData("Serial Number:\n            0a:bc:de:f0:12", "0abcdef012")]
    [InlineData("Serial number: 3e8", "03e8")]
    [InlineData("serial=-01", "ff")]
    [InlineData("Serial Number: -128 (-0x80)", "80")]
    [InlineData("0x3e8", "03e8")]
    [InlineData("1000 (0x3e8)", "03e8")]
    [InlineData("03:e8", "03e8")]
    [InlineData("3:e8", "03e8")]
    [InlineData("03 e8", "03e8")]
    [InlineData("3e8", "03e8")]
    [InlineData("0003E8", "03e8")]
    [InlineData(" 03E8\r\n", "03e8")]
    [InlineData("\uFEFF\"03e8\",", "03e8")]
    public void ASerialNumber_IsRead_AsToolsPrintIt(string text, string serial) =>
        Assert.Contains(serial, PastedCredential.Read(text)!.SerialNumbers.Select(one => one.ToString()));

    [Fact]
    public void DigitsAlone_AreHexadecimalOrDecimal()
    {
        Assert.Equal(["1000", "03e8"], PastedCredential.Read("1000")!.SerialNumbers.Select(one => one.ToString()));
        Assert.Equal(["00"], PastedCredential.Read("0")!.SerialNumbers.Select(one => one.ToString()));
        Assert.Equal(["ffffffffffffffffffffffffffffffffffffffff"],
            PastedCredential.Read("1461501637330902918203684832716283019655932542975")!.SerialNumbers.Select(one => one.ToString()));
    }

    [Theory]
    [InlineData("sha256 Fingerprint=", ":", "")]
    [InlineData("SHA256 Fingerprint=", ":", "")]
    [InlineData("         SHA256: ", ":", "")]
    [InlineData("SHA-256 fingerprint: ", " ", "")]
    [InlineData("\"certificateId\": \"", "", "\",")]
    [InlineData("arn:aws:iot:eu-central-1:123456789012:cert/", "", "")]
    [InlineData("", ":", "")]
    [InlineData("", " ", "")]
    [InlineData("", "-", "")]
    [InlineData("", "", "\n")]
    public void AFingerprint_IsRead_AsToolsPrintIt(string before, string between, string after)
    {
        var printed = string.Join(between, Id.Chunk(2).Select(octet => new string(octet)));
        Assert.Equal([Id], PastedCredential.Read(before + printed.ToUpperInvariant() + after)!.Ids.Select(id => id.ToString()));
    }

    [Fact]
    public void AnotherFingerprint_IsSaidToBeAnother()
    {
        Assert.Contains("SHA-256", PastedCredential.Read("sha1 Fingerprint="
            + string.Join(':', Id[..40].Chunk(2).Select(octet => new string(octet))))!.Problem, StringComparison.Ordinal);
        Assert.Contains("SHA-256", PastedCredential.Read("Thumbprint: " + Id[..40])!.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3069c721…fca6", "3069c721", "fca6")]
    [InlineData("3069C721...FCA6", "3069c721", "fca6")]
    [InlineData("3069c721…", "3069c721", "")]
    [InlineData("3069c7", "3069c7", "")]
    [InlineData("30:69:c7:21:", "3069c721", "")]
    public void APartOfAFingerprint_IsRead(string text, string beginning, string end) =>
        Assert.Equal(new HexPart(beginning, end), PastedCredential.Read(text)!.FingerprintPart);

    [Theory]
    [InlineData("CN=pump-1")]
    [InlineData("subject=CN = pump-1")]
    [InlineData("subject=O = Kessler, CN = pump-1, OU = x")]
    [InlineData("subject= /O=Kessler/CN=pump-1")]
    [InlineData("CN=pump-1,O=Kessler")]
    [InlineData("urn:fleetportal:thing:pump-1")]
    [InlineData("URI:urn:fleetportal:thing:pump-1")]
    [InlineData("DNS:pump-1")]
    public void AName_IsTaken_OutOfASubjectOrASan(string text) => Assert.Equal("pump-1", PastedCredential.Read(text)!.Name);

    [Theory]
    [InlineData("pump-0417")]
    [InlineData("serial:pump")]
    [InlineData("sha1:pump")]
    [InlineData("group:plant-2")]
    [InlineData("pump 1")]
    [InlineData("")]
    public void AWord_IsNoCredential(string text) => Assert.Null(PastedCredential.Read(text));

    [Theory]
    [InlineData("00:11:22:33:44:55")]
    [InlineData("0011223344556677")]
    [InlineData("serial:1234")]
    public void WhatMayBeAThingName_IsNotExact(string text) => Assert.False(PastedCredential.Read(text)!.IsExact);

    public static TheoryData<string> TextsAroundIt =>
        ["{0}", "\uFEFF{0}", "\r\n  {0}", "Certificate:\n    Data:\n        Version: 3 (0x2)\n{0}",
        "Bag Attributes\n    friendlyName: x\n{0}-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n",
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{0}",
        "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----{0}"];

    [Theory]
    [MemberData(nameof(TextsAroundIt))]
    public void ACertificate_IsFound_InATextAsPeopleHaveIt(string around)
    {
        var (pem, _, der) = Make();
        foreach (var spelled in new[] { pem,
            pem.Replace("\n", "\r\n", StringComparison.Ordinal), pem.Replace("\n", "  \n", StringComparison.Ordinal),
            pem.Replace("\n", "", StringComparison.Ordinal), pem.Replace("\n", "\\n", StringComparison.Ordinal) })
        {
            Assert.Equal(CertificateId.Of(der),
                Assert.Single(PastedCredential.Read(around.Replace("{0}", spelled, StringComparison.Ordinal))!.Ids));
        }
    }

    [Fact]
    public void OfAFullChain_TheFirstCertificateCounts()
    {
        var (pem, _, der) = Make();
        Assert.Equal(CertificateId.Of(der), Assert.Single(PastedCredential.Read(pem + Make().Pem)!.Ids));
    }

    [Fact]
    public void APrivateKey_IsNoticed_AndNotKept()
    {
        var (pem, key, der) = Make();
        foreach (var text in new[] { key + pem, pem + key })
        {
            var read = PastedCredential.Read(text)!;
            Assert.True(read.HoldsPrivateKey);
            Assert.Equal(CertificateId.Of(der), Assert.Single(read.Ids));
        }

        Assert.True(PastedCredential.Read(key[..^40])!.HoldsPrivateKey);
        Assert.Equal([null], PemText.Read(key).Of("PRIVATE KEY"));
    }

    [Fact]
    public void WhatAPemTextLacks_IsSaid()
    {
        var (pem, key, _) = Make();
        Assert.Contains("It contains PRIVATE KEY.", Refusal(key), StringComparison.Ordinal);
        Assert.Contains("-----END CERTIFICATE----- is missing", Refusal(pem[..^30]), StringComparison.Ordinal);
        Assert.Contains("is not base64", Refusal(pem.Replace("MII", "M!I", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("pkcs7 -print_certs", Refusal("-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----"), StringComparison.Ordinal);
        Assert.Contains("longer than", Refusal(new string(' ', PemText.MaxLength + 1)), StringComparison.Ordinal);

        static string Refusal(string text) => Assert.Throws<PkiException>(() =>
            PemText.ReadFirst(text, "certificate-unreadable", "certificate", Pem.Certificate, Pem.OldCertificate)).Message;
    }

    [Fact]
    public void ATextOfMarkersAlone_IsReadInTime() =>
        Assert.Empty(PemText.Read(string.Concat(Enumerable.Repeat("-----BEGIN ", PemText.MaxLength / 11))).Labels);

    private static (string Pem, string Key, byte[] Der) Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=pump-1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        return (certificate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n", certificate.RawData);
    }
}
