using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Certificates;

/// <summary>Factory certificates (IEEE 802.1AR): they never expire, are not strict DER, and stay on the device.</summary>
public sealed class FactoryCertificateTests
{
    private static readonly DeviceOrigin Origin = new("192.0.2.7:1", "TLS 1.3", "EST");

    [Theory]
    [InlineData("99991231235959Z")]
    [InlineData("90000101000000Z")]
    public async Task ACertificateWithoutAnEnd_IsImported_LetsIn_AndRenews(string notAfter)
    {
        await using var registry = await TestRegistry.CreateAsync(new ExpiryPolicy(ExpiryPolicy.Default.WarnDays, 30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var view = await ImportAsync(registry, "pump-1", Certificate(key, notAfter: notAfter));
        Assert.Equal(notAfter == "99991231235959Z", view.HasNoEnd);
        Assert.Equal("allowed", Decide(registry, view).Code);
        var renewed = await RenewAsync(registry, view, "CN=pump-1");
        Assert.Equal("allowed", Decide(registry, renewed).Code);
        await registry.Get<CertificateQueries>().ForecastAsync(52, TestRegistry.Administrator, CancellationToken.None);
        await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        Assert.NotNull(await registry.Get<CertificateDetails>().FindAsync(view.Id, TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task AValidityFromTheFirstYear_DoesNotOverflow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("allowed",
            Decide(registry, await ImportAsync(registry, "pump-1", Certificate(key, notBefore: "00010101000000Z"))).Code);
    }

    [Theory]
    [InlineData("critical FALSE", "critical FALSE")]
    [InlineData("cA FALSE", "cA FALSE")]
    [InlineData("serial 0", "serial number is 0")]
    [InlineData("negative serial", "serial number is negative")]
    public async Task WhatAChipCannotMend_IsPinnedWithANote(string fault, string note)
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var view = await ImportAsync(registry, "pump-1", Faulty(key, fault));
        Assert.True(view.IsPinned);
        Assert.Equal(fault switch { "serial 0" => "00", "negative serial" => "8f5501", _ => "4711" }, view.SerialNumber);
        Assert.Equal("allowed", Decide(registry, view).Code);
        var detail = await registry.Get<CertificateDetails>().FindAsync(view.Id, TestRegistry.Administrator, CancellationToken.None);
        Assert.Contains(note, Assert.Single(detail!.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutFaults_ThereIsNoNote()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var view = await ImportAsync(registry, "pump-1", Certificate(key));
        Assert.Empty((await registry.Get<CertificateDetails>()
            .FindAsync(view.Id, TestRegistry.Administrator, CancellationToken.None))!.Notes);
    }

    [Theory]
    [InlineData("critical FALSE")]
    [InlineData("serial 0")]
    [InlineData("negative serial")]
    public void AnAuthority_IsStillReadStrictly(string fault)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("certificate-unreadable", Assert
            .Throws<Pki.PkiException>(() => ExternalAuthority.ReadPem(Faulty(key, fault), DateTimeOffset.UnixEpoch.AddYears(56))).Code);
    }

    [Fact]
    public async Task APointBesideTheCurve_IsNotImported()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var der = Pkcs(Certificate(key));
        var at = der.AsSpan().IndexOf(point.Y);
        der[at + 31] ^= 1;
        await registry.RegisterAsync("pump-1");
        await RefusedAsync("key-unsupported", () => registry.ImportAsync(new CertificateImport("pump-1", Pem.Write(Pem.Certificate, der))));
    }

    [Fact]
    public async Task OfAFullChain_TheDevicesOwnIsTaken()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = Certificate(key);
        var view = await ImportAsync(registry, "pump-1", own + ca.Pem);
        Assert.Equal(CertificateId.Of(Pkcs(own)), view.Id);
    }

    [Fact]
    public async Task TheFactorysNames_AreTakenInARenewal()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var view = await ImportAsync(registry, "pump-1", Certificate(key));
        var renewed = await RenewAsync(registry, view, "O=Maker, CN=SN-0007");
        Assert.Equal("pump-1", renewed.ThingName);
        await RefusedAsync("request-other-name", () => RenewAsync(registry, view, "O=Maker, CN=SN-0008"));
    }

    [Fact]
    public async Task ItStays_HoweverOftenItIsRenewed_AndTheEarlierOneOfOursGoes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var factory = await ImportAsync(registry, "pump-1", Certificate(key));
        var first = await RenewAsync(registry, factory, "CN=pump-1");

        // No certificate of the portal was replaced, so there is no rotation.
        Assert.Null(await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None));

        // After a reset, the device uses its factory certificate again.
        registry.Time.Advance(TimeSpan.FromDays(2));
        var second = await RenewAsync(registry, factory, "CN=pump-1");
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", second.Id);
        registry.Time.Advance(TimeSpan.FromHours(2));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal(
            (CertificateStatus.Active, CertificateStatus.Revoked, CertificateStatus.Active),
            (await StatusAsync(registry, factory), await StatusAsync(registry, first), await StatusAsync(registry, second)));
    }

    [Fact]
    public async Task AResetWhileARotationWaitsToBeCommitted_LeavesTheNewestAlone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var factory = await ImportAsync(registry, "pump-1", Certificate(key));
        var first = await RenewAsync(registry, factory, "CN=pump-1");
        var second = await RenewAsync(registry, first, "CN=pump-1");
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", second.Id);
        var third = await RenewAsync(registry, factory, "CN=pump-1");
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", third.Id);
        registry.Time.Advance(TimeSpan.FromHours(2));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal((CertificateStatus.Active, CertificateStatus.Active),
            (await StatusAsync(registry, factory), await StatusAsync(registry, third)));
        Assert.Equal((CertificateStatus.Revoked, CertificateStatus.Revoked),
            (await StatusAsync(registry, first), await StatusAsync(registry, second)));
    }

    [Fact]
    public async Task ARotationThatWasAskedFor_LeavesItToo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var factory = await ImportAsync(registry, "pump-1", Certificate(key));
        var rotation = await registry.StartRotationAsync("pump-1", 0);
        var renewed = await RenewAsync(registry, factory, "CN=pump-1");
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        await registry.CommitAsync("pump-1", rotation.Id);
        Assert.Equal((CertificateStatus.Active, CertificateStatus.Active),
            (await StatusAsync(registry, factory), await StatusAsync(registry, renewed)));
    }

    private static async Task<CertificateView> ImportAsync(TestRegistry registry, string name, string pem)
    {
        await registry.RegisterAsync(name);
        return await registry.ImportAsync(new CertificateImport(name, pem));
    }

    private static async Task<CertificateStatus> StatusAsync(TestRegistry registry, CertificateView certificate) =>
        (await registry.CertificateAsync(certificate.Id))!.Status;

    private static Decision Decide(TestRegistry registry, CertificateView view)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(view.Der);
        return registry.Get<IdentityDecider>().Decide(new ConnectAttempt
        {
            ClientId = view.ThingName,
            RemoteAddress = "192.0.2.7:1", Protocol = "MQTT 5", Tls = "TLS 1.3", IsDryRun = true, ExpiredAllowance = TimeSpan.FromDays(30),
            Certificate = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate)),
        });
    }

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with, string subject)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        return (await registry.Get<RenewCertificate>().ExecuteAsync(shown, new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .CreateSigningRequest(), makeKey: false, Origin, CancellationToken.None)).Certificate;
    }

    private static async Task RefusedAsync(
        string code, Func<Task> action) => Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(action)).Code);

    private static byte[] Pkcs(string pem) => PemText.Read(pem).Of(Pem.Certificate)[0]!;

    private static string Faulty(ECDsa key, string fault) => fault switch
    {
        "critical FALSE" => Certificate(key, critical: [0x01, 0x01, 0x00]),
        "cA FALSE" => Certificate(key, constraints: [0x30, 0x03, 0x01, 0x01, 0x00]),
        "serial 0" => Certificate(key, serial: [0]),
        _ => Certificate(key, serial: [0x8f, 0x55, 0x01]),
    };

    /// <summary>A self-signed certificate for O=Maker, CN=SN-0007, built octet by octet.</summary>
    private static string Certificate(ECDsa key, string notBefore = "20250101000000Z",
        string notAfter = "20351231235959Z", byte[]? serial = null, byte[]? critical = null, byte[]? constraints = null)
    {
        var (name, algorithm) = (new X500DistinguishedName("O=Maker, CN=SN-0007").RawData, Tlv(0x30, Oid("1.2.840.10045.4.3.2")));
        var extensions = Tlv(0x30, Tlv(0x30, [.. Oid("2.5.29.19"), .. critical ?? [], .. Tlv(0x04, constraints ?? [0x30, 0x00])]));
        var tbs = Tlv(0x30,
        [
            .. Tlv(0xA0, [0x02, 0x01, 0x02]), .. Tlv(0x02, serial ?? [0x47, 0x11]), .. algorithm, .. name,
            .. Tlv(0x30, [.. Time(notBefore), .. Time(notAfter)]), .. name, .. key.ExportSubjectPublicKeyInfo(), .. Tlv(0xA3, extensions),
        ]);
        return Pem.Write(Pem.Certificate, Tlv(0x30, [.. tbs,
            .. algorithm, .. Tlv(0x03, [0, .. key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)])]));
    }

    /// <summary>Encodes a time (RFC 5280 §4.1.2.5): UTCTime from 1950 to 2049, otherwise GeneralizedTime.</summary>
    private static byte[] Time(string moment) =>
        int.Parse(moment[..4], System.Globalization.CultureInfo.InvariantCulture) is >= 1950 and < 2050
            ? Tlv(0x17, System.Text.Encoding.ASCII.GetBytes(moment[2..])) : Tlv(0x18, System.Text.Encoding.ASCII.GetBytes(moment));

    private static byte[] Oid(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    private static byte[] Tlv(byte tag, byte[] content) =>
        content.Length < 128 ? [tag, (byte)content.Length, .. content] : content.Length < 256
            ? [tag, 0x81, (byte)content.Length, .. content] : [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
