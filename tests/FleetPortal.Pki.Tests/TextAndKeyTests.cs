using System.Security.Cryptography;
using CsCheck;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Pki.Tests;

public sealed class TextAndKeyTests
{
    [Fact]
    public void ANewSerialNumber_Has128Bits_AndReadsBack()
    {
        using var random = RandomNumberGenerator.Create();
        var serial = SerialNumber.Create(random);
        Assert.Equal(32, serial.ToString().Length);
        Assert.True(SerialNumber.TryParse(serial.ToString().ToUpperInvariant(), out var read));
        Assert.Equal(serial, read);
    }

    [Fact]
    public void SerialNumbers_ReadBackWhateverTheirOctets() => Gen.Byte.Array[1, 20].Sample(octets =>
    {
        var serial = SerialNumber.FromBigEndian(octets);
        return SerialNumber.TryParse(serial.ToString(), out var read) && read == serial;
    });

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("0102030405060708090a0b0c0d0e0f101112131415")]
    public void WhatIsNoSerialNumber_IsNotRead(string text) => Assert.False(SerialNumber.TryParse(text, out _));

    [Fact]
    public void ACertificateId_TakesTheSpellingOfOtherTools()
    {
        var id = CertificateId.Of([1, 2, 3]);
        var printed = string.Join(':',
            id.ToOctets().Select(octet => octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(CertificateId.TryParse(printed, out var read));
        Assert.Equal(id, read);
    }

    [Fact]
    public void AKeyFile_IsEncrypted_AndItsOwnersAlone()
    {
        var directory = Directory.CreateTempSubdirectory("fleetportal-");
        try
        {
            var path = Path.Combine(directory.FullName, "a.key");
            using var key = EcdsaSigningKey.Create();
            EncryptedKeyFile.Write(path, key, "secret");
            Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(path), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            using var read = EncryptedKeyFile.Read(path, "secret");
            Assert.Equal(key.SubjectPublicKeyInfo.ToArray(), read.SubjectPublicKeyInfo.ToArray());
            Assert.Equal("key-unreadable", Assert.Throws<PkiException>(() => EncryptedKeyFile.Read(path, "other")).Code);
            Assert.Equal("key-unreadable", Assert.Throws<PkiException>(() => EncryptedKeyFile.Read(path + "x", "secret")).Code);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("a b", 1, 1)]
    [InlineData("a", 0, 1)]
    [InlineData("a", 2, 1)]
    public void AProfileThatMakesNoSense_IsRefused(string name, int days, int most) =>
        Assert.Equal("profile-invalid", Assert.Throws<PkiException>(() =>
            Profile.Validate(new ProfileConfig { Name = name, ValidityDays = days, MaxValidityDays = most })).Code);
}
