using System.Net;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Tests.Authorities;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Fleet.Tests.ExternalAuthorities;

/// <summary>CRLs of external authorities are accepted, fetched and applied.</summary>
public sealed class ExternalCrlTests
{
    [Fact]
    public async Task ACertificateOnTheCrlOfItsAuthority_IsRefused_ItsSessionIsClosed_AndTheTraceSaysHowOldTheCrlIs()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var stolen = ca.Issue("valve-1");
        using var sound = ca.Issue("valve-2");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        var imported = await ImportAsync(registry, "valve-1", stolen);
        await ImportAsync(registry, "valve-2", sound);
        registry.Connect(imported);
        var done = await AcceptAsync(registry, id, Crl(registry, ca, 1, X509RevocationReason.KeyCompromise, stolen));
        Assert.Equal((1, 1, 1), (done.Entries, done.CertificatesEnded, done.SessionsClosed));
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);

        registry.Time.Advance(TimeSpan.FromHours(3));
        var refused = AuthorityTests.Decide(registry, stolen.RawData, "valve-1");
        Assert.Equal("status-not-active", refused.Code);
        Assert.Contains("by Kessler Valves CA 2; CRL of Kessler Valves CA 2: 3 hours old",
            refused.Checks.Single(check => check.Code == refused.Code).Compared!, StringComparison.Ordinal);
        var allowed = AuthorityTests.Decide(registry, sound.RawData, "valve-2");
        Assert.True(allowed.Allowed);
        Assert.Contains(allowed.Checks, check => check.Compared == "Active; CRL of Kessler Valves CA 2: 3 hours old");
        var view = (await registry.CertificateAsync(imported.Id))!;
        Assert.Equal((CertificateStatus.Revoked, RevocationReason.KeyCompromise), (view.Status, view.Reason));
    }

    [Fact]
    public async Task ASerialNumberOfZero_IsFoundOnTheCrl()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1", serialNumber: [0]);
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        await ImportAsync(registry, "valve-1", device);
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        await AcceptAsync(registry, id, Crl(registry, ca, 1, X509RevocationReason.KeyCompromise, device));
        Assert.Equal("status-not-active", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task AKeyThatItsAuthorityCallsCompromised_IsEndedWhoeverSignedForIt_AlsoWhenTheReasonComesLater()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        var imported = await ImportAsync(registry, "valve-1", device);
        using var key = device.GetECDsaPrivateKey()!;
        var own = await registry.IssueAsync("valve-1", key);
        await AcceptAsync(registry, id, Crl(registry, ca, 1, X509RevocationReason.Superseded, device));
        Assert.True(AuthorityTests.Decide(registry, own.Der, "valve-1").Allowed);
        await AcceptAsync(registry, id, Crl(registry, ca, 2, X509RevocationReason.KeyCompromise, device));
        foreach (var certificate in new[] { imported.Id, own.Id })
        {
            var view = (await registry.CertificateAsync(certificate))!;
            Assert.Equal((CertificateStatus.Revoked, RevocationReason.KeyCompromise), (view.Status, view.Reason));
        }

        Assert.Equal("key-compromised", (await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("valve-1", key))).Code);
        Assert.Equal(0,
            (await AcceptAsync(registry, id, Crl(registry, ca, 3, X509RevocationReason.KeyCompromise, device))).CertificatesEnded);
    }

    [Fact]
    public async Task ACrlThatIsOverdue_RefusesNobody_AndIsShown()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        await ImportAsync(registry, "valve-1", device);
        await AcceptAsync(registry, id, Crl(registry, ca, 1));
        Assert.True((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).IsSound);
        registry.Time.Advance(TimeSpan.FromDays(9));
        var allowed = AuthorityTests.Decide(registry, device.RawData, "valve-1");
        Assert.True(allowed.Allowed);
        Assert.Contains(allowed.Checks, check => check.Compared == "Active; CRL of Kessler Valves CA 2: 9 days old, overdue for 2 days");
        Assert.Equal(1, (await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).ExternalCrlsOverdue);
    }

    [Fact]
    public async Task ACertificateThatIsOnTheCrlAlready_IsNotImported_NorReleased()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var revoked = ca.Issue("valve-1");
        using var held = ca.Issue("valve-2");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        var onHold = await ImportAsync(registry, "valve-2", held);
        await AcceptAsync(registry, id, Crl(registry, ca, 1, X509RevocationReason.CertificateHold, revoked, held));
        Assert.Equal("revoked-by-authority", (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", revoked))).Code);
        Assert.Equal(CertificateStatus.Inactive, (await registry.CertificateAsync(onHold.Id))!.Status);
        Assert.Equal("revoked-by-authority", (await Assert.ThrowsAsync<FleetError>(() => ReleaseAsync(registry, onHold))).Code);
        await AcceptAsync(registry, id, Crl(registry, ca, 2));
        await ReleaseAsync(registry, onHold);
        Assert.True(AuthorityTests.Decide(registry, held.RawData, "valve-2").Allowed);
    }

    [Fact]
    public async Task ACrl_MustBeNewer_SignedByThatAuthority_AndOfThatAuthority()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var now = registry.Time.GetUtcNow();
        using var ca = new ExternalCa(now);
        using var namesake = new ExternalCa(now);
        using var other = new ExternalCa(now, "Another CA");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        var second = Crl(registry, ca, 2);
        await AcceptAsync(registry, id, second);
        await AcceptAsync(registry, id, second);
        Assert.Equal("crl-not-newer", await RefusedAsync(registry, id, Crl(registry, ca, 1)));
        Assert.Equal("crl-not-newer",
            await RefusedAsync(registry, id, ca.Crl(3, now.AddDays(-1), now.AddDays(7), X509RevocationReason.Unspecified)));
        Assert.Equal("crl-signature", await RefusedAsync(registry, id, Crl(registry, namesake, 3)));
        Assert.Equal("crl-other-authority", await RefusedAsync(registry, id, Crl(registry, other, 3)));
        Assert.Equal("crl-not-yet-valid",
            await RefusedAsync(registry, id, ca.Crl(3, now.AddHours(1), now.AddDays(7), X509RevocationReason.Unspecified)));
        var changed = Crl(registry, ca, 3);
        changed[^1] ^= 1;
        Assert.Contains(await RefusedAsync(registry, id, changed), new[] { "crl-signature", "crl-unreadable" });
        Assert.Equal("crl-unreadable", await RefusedAsync(registry, id, [.. Crl(registry, ca, 3), 0]));
        Assert.Equal("crl-unreadable", await RefusedAsync(registry, id, "hello"u8.ToArray()));
        Assert.Equal("authority-own-crl", await RefusedAsync(registry, "issuing-1", second));
    }

    [Fact]
    public async Task AnIntermediateOnTheCrlOfItsRoot_EndsWithEverythingBelowIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var plant = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Plant CA", root);
        using var device = plant.Issue("valve-1");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, root);
        var imported = await ImportAsync(registry, "valve-1", device, plant);
        registry.Connect(imported);
        var done = await AcceptAsync(registry, id, Crl(registry, root, 1, X509RevocationReason.CACompromise, plant.Certificate));
        Assert.Equal((1, 1), (done.AuthoritiesEnded, done.SessionsClosed));
        Assert.Equal("authority-retired", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task WhatACrashLeft_IsAppliedLater()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        await ImportAsync(registry, "valve-1", device);
        var crl = Crl(registry, ca, 1, X509RevocationReason.Unspecified, device);

        // The state on disk after a crash right after the commit of the CRL.
        await registry.Get<Registry>().WriteAsync(
            scope => scope.Db.Set<ExternalCrlRecord>().Add(new ExternalCrlRecord
            {
                AuthorityKey = scope.Db.Set<AuthorityRecord>().Single(x => x.Id == id).Key,
                Der = crl,
                Number = "1",
                ThisUpdate = scope.Now,
                NextUpdate = scope.Now.AddDays(7),
                ApplyDue = true,
            }),
            CancellationToken.None);
        await registry.Get<ExternalCrlEffect>().FinishAsync(CancellationToken.None);
        Assert.Equal("status-not-active", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        await using var db = registry.Get<Registry>().Read();
        Assert.False(db.Set<ExternalCrlRecord>().Single().ApplyDue);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::1", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2a00:1450:4001::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void OnlyAddressesOfThePublicInternet_AreFetchedFrom(
        string address, bool isPublic) => Assert.Equal(isPublic, CrlDownload.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task ACrl_IsFetchedFromItsDistributionPoint_OnlyFromWhereThatIsAllowed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var download = new CrlDownload();
        await using var server = await CrlServer.StartAsync();
        server.Answers["/ca.crl"] = Crl(registry, ca, 1);
        server.Redirects["/moved"] = "/ca.crl";
        server.Redirects["/round"] = "/round";
        server.Redirects["/file"] = "file:///etc/passwd";
        Assert.Equal(server.Answers["/ca.crl"], await download.GetAsync(server.At("/moved"), mayBePrivate: true, CancellationToken.None));
        foreach (var host in new[] { server.At("/ca.crl"),
            new Uri($"http://localhost:{server.Port}/ca.crl"), new Uri($"http://[::ffff:127.0.0.1]:{server.Port}/ca.crl") })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => download.GetAsync(host, mayBePrivate: false, CancellationToken.None));
        }

        Assert.Equal(1, server.Hits);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            download.GetAsync(server.At("/round"), mayBePrivate: true, CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            download.GetAsync(server.At("/file"), mayBePrivate: true, CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            download.GetAsync(server.At("/missing"), mayBePrivate: true, CancellationToken.None));
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            download.GetAsync(new Uri("ldap://127.0.0.1/cn=ca"), mayBePrivate: true, CancellationToken.None));
        server.Answers["/huge"] = new byte[17 * 1024 * 1024];
        await Assert.ThrowsAsync<IOException>(() => download.GetAsync(server.At("/huge"), mayBePrivate: true, CancellationToken.None));
    }

    [Fact]
    public async Task Fetching_FollowsTheDistributionPointOfACertificate_AndShowsWhatWentWrong()
    {
        await using var server = await CrlServer.StartAsync();
        await using var registry = await TestRegistry.CreateAsync(fetch: new CrlFetchOptions(IsEnabled: true, MayBePrivate: true));
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1", also: request => request.CertificateExtensions
            .Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([server.At("/ca.crl").ToString()])));
        var id = await ExternalAuthorityTests.RegisterAsync(registry, ca);
        await ImportAsync(registry, "valve-1", device);
        await registry.Get<CrlFetching>().StepAsync(CancellationToken.None);
        var view = (await registry.AuthorityAsync(id))!.ExternalCrl!;
        Assert.Contains("404", view.Problem, StringComparison.Ordinal);

        // The portal does not retry at once. It fetches the CRL after 15 minutes.
        server.Answers["/ca.crl"] = Crl(registry, ca, 1, X509RevocationReason.Unspecified, device);
        await registry.Get<CrlFetching>().StepAsync(CancellationToken.None);
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        registry.Time.Advance(TimeSpan.FromMinutes(16));
        await registry.Get<CrlFetching>().StepAsync(CancellationToken.None);
        Assert.Equal("status-not-active", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        view = (await registry.AuthorityAsync(id))!.ExternalCrl!;
        Assert.Equal((null, server.At("/ca.crl").ToString()), (view.Problem, view.ReceivedFrom));
    }

    private static byte[] Crl(TestRegistry registry,
        ExternalCa ca, int number, X509RevocationReason reason = X509RevocationReason.Unspecified, params X509Certificate2[] revoked) =>
        ca.Crl(number, registry.Time.GetUtcNow(),
            registry.Time.GetUtcNow().AddDays(7), reason, [.. revoked.Select(one => one.SerialNumberBytes.ToArray())]);

    private static Task<AcceptedCrl> AcceptAsync(TestRegistry registry, string id, byte[] crl) => registry.Get<AcceptCrl>()
        .ExecuteAsync(id, crl, TestRegistry.Administrator, CancellationToken.None);

    private static async Task<string> RefusedAsync(
        TestRegistry registry, string id, byte[] crl) => (await Assert.ThrowsAsync<FleetError>(() => AcceptAsync(registry, id, crl))).Code;

    private static Task ReleaseAsync(TestRegistry registry, CertificateView certificate) => registry.ReleaseAsync(certificate.Id);

    private static async Task<CertificateView> ImportAsync(
        TestRegistry registry, string thingName, X509Certificate2 certificate, ExternalCa? intermediate = null)
    {
        await registry.RegisterAsync(thingName);
        return await registry.ImportAsync(new CertificateImport(thingName, certificate.ExportCertificatePem(), intermediate?.Pem));
    }
}
