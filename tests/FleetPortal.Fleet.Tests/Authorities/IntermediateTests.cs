using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Tests.ExternalAuthorities;
using FleetPortal.Pki.Chains;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.Authorities;

/// <summary>Certificates that an intermediate of a registered authority signed.</summary>
public sealed class IntermediateTests
{
    [Fact]
    public async Task ACertificateBelowAnIntermediate_HangsOnItsRoot_ThroughTheChainOfTheImport()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var plant = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant CA", root);
        using var line = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Line CA", plant);
        using var device = line.Issue("valve-1");
        var rootId = await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        var imported = await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), plant.Pem + line.Pem);
        Assert.Equal((false, "Kessler Line CA", "intermediate-2"), (imported.IsPinned, imported.AuthorityName, imported.AuthorityId));

        // The device may connect with or without its chain, because the registry has the chain.
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        registry.Connect(imported);
        var radius = await registry.Get<BlastRadiusQuery>().OfAuthorityAsync(rootId, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((1, 1, 1, 1), (radius.Certificates, radius.Things, radius.Sessions, radius.WithoutCredential));
        Assert.Equal(1, (await registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(AuthorityId: rootId), 0, 10, TestRegistry.Administrator, CancellationToken.None)).Total);

        var change = await registry.ChangeStatusAsync(rootId, AuthorityStatus.Disabled);
        Assert.Equal((1, true), (change.SessionsClosed, change.Known.ReconnectRefused is not null));
        Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.ChangeStatusAsync("intermediate-2", AuthorityStatus.Active));
        Assert.Equal("authority-status", error.Code);

        await registry.ChangeStatusAsync(rootId, AuthorityStatus.Active);
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        Assert.Equal("would-strand", (await Assert.ThrowsAsync<FleetError>(() => registry.RetireAuthorityAsync(rootId, false))).Code);
        await registry.RetireAuthorityAsync(rootId, true);
        Assert.Equal("authority-retired", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task AnIntermediate_IsDisabledAlone_AndStaysSoWhenItsRootIsDisabledAndEnabled()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var first = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant 1", root);
        using var second = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant 2", root);
        using var one = first.Issue("valve-1");
        using var two = second.Issue("valve-2");
        var rootId = await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        await registry.RegisterAsync("valve-2");
        var ofFirst = (await ImportAsync(registry, "valve-1", one.ExportCertificatePem(), first.Pem)).AuthorityId!;
        await ImportAsync(registry, "valve-2", two.ExportCertificatePem(), second.Pem);
        await ChangeAsync(registry, ofFirst, AuthorityStatus.Disabled);
        Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, one.RawData, "valve-1").Code);
        Assert.True(AuthorityTests.Decide(registry, two.RawData, "valve-2").Allowed);
        await ChangeAsync(registry, rootId, AuthorityStatus.Disabled);
        Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, two.RawData, "valve-2").Code);
        await ChangeAsync(registry, rootId, AuthorityStatus.Active);
        Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, one.RawData, "valve-1").Code);
        Assert.True(AuthorityTests.Decide(registry, two.RawData, "valve-2").Allowed);

        // A device that sends the disabled intermediate itself is still refused.
        var sent = registry.Get<AuthorityVault>().Anchors.Verify(one, [first.Certificate], registry.Time.GetUtcNow());
        Assert.True(sent.Trusted);
        Assert.Equal("authority-disabled", Decide(registry, one, sent).Code);
    }

    [Fact]
    public async Task WithoutItsIssuer_AnImportIsRefused_NamingIt_UnlessItIsPinned()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var plant = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant CA", root);
        using var device = plant.Issue("valve-1");
        var rootId = await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        var error = await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", device.ExportCertificatePem()));
        Assert.Equal("issuer-unknown", error.Code);
        Assert.Contains("Kessler Plant CA", error.Message, StringComparison.Ordinal);
        Assert.Contains("intermediate", error.Message, StringComparison.Ordinal);

        // With a chain, the certificate is assigned to its authority, even if a pin was requested.
        var hung = await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), plant.Pem, pin: true);
        Assert.False(hung.IsPinned);

        using var stranger = new ExternalCa(registry.Time.GetUtcNow(), "Stranger");
        using var strangers = stranger.Issue("valve-2");
        await registry.RegisterAsync("valve-2");
        Assert.Equal("issuer-unknown",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-2", strangers.ExportCertificatePem()))).Code);
        Assert.True((await ImportAsync(registry, "valve-2", strangers.ExportCertificatePem(), pin: true)).IsPinned);
        Assert.NotNull(rootId);
    }

    [Fact]
    public async Task WhatADisabledAuthoritySigned_CannotBePinned_AlsoNotThroughAChain()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var plant = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant CA", root);
        using var device = plant.Issue("valve-1");
        using var direct = root.Issue("valve-1");
        using var faulty = root.Issue("valve-1", serialNumber: [0]);
        var rootId = await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        await ChangeAsync(registry, rootId, AuthorityStatus.Disabled);
        foreach (var (pem, chain) in new[] { (direct.ExportCertificatePem(), ""), (faulty.ExportCertificatePem(), ""),
            (device.ExportCertificatePem(), plant.Pem), (device.ExportCertificatePem(), plant.Pem + root.Pem) })
        {
            Assert.Equal("authority-disabled",
                (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", pem, chain, pin: true))).Code);
        }
    }

    [Fact]
    public async Task ACertificateWithSerialZero_EndsWithTheAuthorityThatSignedIt_AlsoWhenItWasPinnedFirst()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var early = ca.Issue("valve-1", serialNumber: [0]);
        using var late = ca.Issue("valve-2", serialNumber: [0xff]);
        await registry.RegisterAsync("valve-1");
        await registry.RegisterAsync("valve-2");
        Assert.True((await ImportAsync(registry, "valve-1", early.ExportCertificatePem())).IsPinned);
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        Assert.Equal(id, (await ImportAsync(registry, "valve-2", late.ExportCertificatePem())).AuthorityId);
        foreach (var (device, name) in new[] { (early, "valve-1"), (late, "valve-2") })
        {
            Assert.True(AuthorityTests.Decide(registry, device.RawData, name).Allowed);
        }

        await ChangeAsync(registry, id, AuthorityStatus.Disabled);
        foreach (var (device, name) in new[] { (early, "valve-1"), (late, "valve-2") })
        {
            Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, device.RawData, name).Code);
        }
    }

    [Fact]
    public async Task TheConstraintsOfAnIntermediate_Hold()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var now = registry.Time.GetUtcNow();
        using var root = new ExternalCa(now, "Kessler Root");
        using var noCa = new ExternalCa(now, "No CA", root, mayIssue: false);
        using var servers = new ExternalCa(now, "Servers", root, also: request =>
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)));
        using var ended = new ExternalCa(now, "Ended", root, notBefore: now.AddYears(-2), notAfter: now.AddDays(-1));
        using var early = new ExternalCa(now, "Early", root, notBefore: now.AddDays(1));
        await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        foreach (var (ca, code) in new[] { (noCa, "certificate-not-trusted"),
            (servers, "certificate-not-trusted"), (ended, "authority-expired"), (early, "authority-not-yet-valid") })
        {
            using var device = ca.Issue("valve-1");
            Assert.Equal(code,
                (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", device.ExportCertificatePem(), ca.Pem))).Code);
        }
    }

    [Fact]
    public async Task ASerialNumber_MayRecur_WithAnotherIntermediateOfTheSameRoot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var first = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant 1", root);
        using var second = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant 2", root);
        await ExternalAuthorityTests.RegisterAsync(registry, root);
        await registry.RegisterAsync("valve-1");
        using var one = first.Issue("a", [7]);
        using var twin = first.Issue("b", [7]);
        using var elsewhere = second.Issue("c", [7]);
        await ImportAsync(registry, "valve-1", one.ExportCertificatePem(), first.Pem);
        Assert.Equal("certificate-taken",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", twin.ExportCertificatePem(), first.Pem))).Code);
        await ImportAsync(registry, "valve-1", elsewhere.ExportCertificatePem(), second.Pem);
    }

    [Fact]
    public async Task ASelfSignedCertificate_AndOneWithItsWholeChainToAStranger_ArePinned_AndSaySo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var stranger = new ExternalCa(registry.Time.GetUtcNow(), "Stranger");
        using var device = stranger.Issue("valve-1");
        await registry.RegisterAsync("valve-1");
        Assert.True((await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), stranger.Pem)).IsPinned);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=legacy", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(registry.Time.GetUtcNow().AddDays(-1), registry.Time.GetUtcNow().AddDays(9));
        await registry.RegisterAsync("valve-2");
        Assert.True((await ImportAsync(registry, "valve-2", own.ExportCertificatePem())).IsPinned);
    }

    [Fact]
    public async Task AnAuthorityThatWouldLetNobodyIn_IsNotRegistered()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var now = registry.Time.GetUtcNow();
        using var servers = new ExternalCa(now, also: request =>
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false)));
        using var early = new ExternalCa(now, notBefore: now.AddMinutes(30));
        var error = await Assert.ThrowsAsync<FleetError>(() => ExternalAuthorityTests.RegisterAsync(registry, servers));
        Assert.Equal("authority-lets-nobody-in", error.Code);
        Assert.Contains("extendedKeyUsage", error.Message, StringComparison.Ordinal);
        Assert.Equal("authority-not-yet-valid",
            (await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAuthorityAsync(new AuthorityRegistration(null, early.Pem)))).Code);
    }

    [Fact]
    public async Task AnAuthorityWithTheNameOfOurOwn_IsRegisteredWithAWarning_AndShutsNobodyOut()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var own = await registry.EnrolAsync("pump-1");
        var subject = registry.Get<AuthorityVault>().OwnAuthorities[0].Signer.Certificate;
        using var issuing = X509CertificateLoader.LoadCertificate(subject);
        using var namesake = new ExternalCa(registry.Time.GetUtcNow(), issuing.SubjectName.Name, namesKey: false);
        var id = await ExternalAuthorityTests.RegisterAsync(registry, namesake);
        Assert.True(AuthorityTests.Decide(registry, own.Der, "pump-1").Allowed);
        var view = (await registry.AuthorityAsync(id))!;
        Assert.Contains("an authority of this portal", Assert.Single(view.Warnings), StringComparison.Ordinal);
    }

    private static Decision Decide(TestRegistry registry, X509Certificate2 certificate, ChainVerdict verdict) =>
        registry.Get<IdentityDecider>().Decide(new ConnectAttempt
        {
            ClientId = "valve-1",
            RemoteAddress = "192.0.2.1:50000",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3",
            Certificate = new PresentedCertificate(certificate, verdict),
            IsDryRun = true,
        });

    private static Task ChangeAsync(TestRegistry registry, string id, AuthorityStatus status) =>
        registry.ChangeStatusAsync(id, status);

    private static Task<CertificateView> ImportAsync(
        TestRegistry registry, string thingName, string pem, string? chain = null, bool pin = false) =>
        registry.ImportAsync(new CertificateImport(thingName, pem, chain, pin));
}
