using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Inventory;

public sealed class PastedSearchTests
{
    [Fact]
    public async Task ACertificate_IsFound_ByWhatToolsPrintOfIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-0417");
        await registry.EnrolAsync("meter-1");
        var (serial, id) = (certificate.SerialNumber, certificate.Id.ToString());
        string[] spellings =
        [
            serial, serial.ToUpperInvariant(), serial[..6], "serial=" + serial.ToUpperInvariant(),
            Octets(serial, ":"), Octets(serial, " "), "0x" + serial.TrimStart('0'), serial.TrimStart('0'),
            BigInteger.Parse("0" + serial, NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
            $"{serial[..8]}…{serial[^4..]}",
            id, Octets(id, ":").ToUpperInvariant(), "sha256 Fingerprint=" + Octets(id, ":").ToUpperInvariant(),
            Octets(id, " "), id[..7], id[..20], $"{id[..8]}…{id[^4..]}", $"{id[..4]}...{id[^4..]}",
            "mp-04", "CN=pump-0417", "subject=CN = pump-0417",
            "urn:fleetportal:thing:pump-0417", Pem.Write(Pem.Certificate, certificate.Der).ReplaceLineEndings("\r\n"),
        ];
        foreach (var text in spellings)
        {
            Assert.Equal("pump-0417", Assert.Single(await CertificatesAsync(registry, text)).ThingName);
        }

        foreach (var text in spellings.Where(text => text != serial[..6] && text != id[..7]))
        {
            Assert.Equal("pump-0417", Assert.Single(await ThingsAsync(registry, text)).Name);
        }
    }

    [Theory]
    [InlineData("03e8", "03:e8", "03 e8", "3e8", "0x3e8", "1000", "serial=03E8", "Serial Number: 1000 (0x3e8)")]
    [InlineData("0abcdef012", "0a:bc:de:f0:12", "abcdef012", "0xabcdef012", "46118400018", "serial=0ABCDEF012")]
    [InlineData("7f", "127", "0x7f", "7F", "7f", "serial=7F")]
    public async Task AShortSerialNumberOfAnImport_IsFound(string serial, params string[] spellings)
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        await registry.RegisterAsync("valve-z");
        using var outside = ca.Issue("valve-z", Convert.FromHexString(serial));
        await registry.ImportAsync(new CertificateImport("valve-z", outside.ExportCertificatePem(), Pin: true));
        foreach (var text in spellings)
        {
            Assert.Single(await CertificatesAsync(registry, text));
        }
    }

    [Fact]
    public async Task AThingNameOfHexadecimalDigits_IsStillFoundByAPartOfIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("00:11:22:33:44:55");
        await registry.EnrolAsync("0011223344556677");
        Assert.Equal("00:11:22:33:44:55", Assert.Single(await ThingsAsync(registry, "11:22:33:44")).Name);
        Assert.Equal("0011223344556677", Assert.Single(await ThingsAsync(registry, "0011223344556677")).Name);
        Assert.Equal("0011223344556677", Assert.Single(await CertificatesAsync(registry, "0011223344556677")).ThingName);
    }

    [Fact]
    public async Task APastedTerm_NarrowsLikeEveryOther()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        Assert.Single(await ThingsAsync(registry, $"type:pump serial={certificate.SerialNumber}"));
        Assert.Empty(await ThingsAsync(registry, $"type:meter serial={certificate.SerialNumber}"));
    }

    [Fact]
    public async Task APrivateKey_IsRefused_WithoutRepeatingIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var text in new[] { key.ExportPkcs8PrivateKeyPem(),
            Pem.Write(Pem.Certificate, certificate.Der) + key.ExportECPrivateKeyPem() })
        {
            var ofCertificates = await Assert.ThrowsAsync<FleetError>(() => CertificatesAsync(registry, text));
            var ofThings = await Assert.ThrowsAsync<FleetError>(() => ThingsAsync(registry, text));
            Assert.Equal(("query-private-key", "query-private-key"), (ofCertificates.Code, ofThings.Code));
            Assert.DoesNotContain("BEGIN",
                string.Join(' ', ofCertificates.Faults.Select(fault => fault.Message)) + ofCertificates.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnAuthority_IsFound_ByTheSameSpellings()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var authority = (await registry.Get<AuthorityQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None))
            .First(one => one.Kind == AuthorityKind.Issuing);
        var (id, serial) = (CertificateId.Of(authority.Der).ToString(), SerialNumber.OfCertificate(authority.Der).ToString());
        foreach (var text in new[] { $"{id[..8]}…{id[^4..]}",
            "serial=" + serial.ToUpperInvariant(), Octets(id, ":"), Pem.Write(Pem.Certificate, authority.Der) })
        {
            var layout = await registry.Get<CertificateInventory>()
                .PlanAsync(new CertificateQuery(Text: text), TestRegistry.Administrator, CancellationToken.None);
            Assert.Equal(authority.Id, Assert.Single(layout.Authorities).Authority.Id);
        }
    }

    private static string Octets(string hex, string between) => string.Join(between, hex.Chunk(2).Select(octet => new string(octet)));

    private static async Task<IReadOnlyList<CertificateView>> CertificatesAsync(TestRegistry registry, string text) =>
        (await registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(Text: text), 0, 10, TestRegistry.Administrator, CancellationToken.None)).Items;

    private static async Task<IReadOnlyList<ThingRow>> ThingsAsync(TestRegistry registry, string text) =>
        (await registry.Get<ThingQueries>()
            .ListAsync(ThingQuery.Parse(text), ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None)).Items;
}
