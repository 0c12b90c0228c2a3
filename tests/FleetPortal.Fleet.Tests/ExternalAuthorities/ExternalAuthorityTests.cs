using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Tests.Authorities;
using FleetPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.ExternalAuthorities;

public sealed class ExternalAuthorityTests
{
    [Fact]
    public async Task AnAuthorityWhoseOwnerProvedItsKey_IsTrusted_AndItsDevicesComeInOnceImported()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        var id = await RegisterAsync(registry, ca);
        await registry.RegisterAsync("valve-1");
        using var device = ca.Issue("device 4711");
        var attempt = AuthorityTests.Decide(registry, device.RawData, "valve-1");
        Assert.Equal("certificate-unknown", attempt.Code);
        var imported = await ImportAsync(registry, "valve-1", device.ExportCertificatePem());
        Assert.Equal((id, "imported"), (imported.AuthorityId, imported.Profile));
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        Assert.Equal("client-identifier-mismatch", AuthorityTests.Decide(registry, device.RawData, "device 4711").Code);

        // The owner of the authority publishes its CRL and answers OCSP. The portal revokes the certificate for itself.
        var change = await registry.RevokeAsync(imported.Id, RevocationReason.KeyCompromise);
        Assert.NotNull(change.Known.ReconnectRefused);
        Assert.Equal((null, null), (change.Known.Ocsp, change.Known.Crl));
        Assert.Equal("status-not-active", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task AnAuthorityBelowAnother_IsTrustedForItsOwnSake_AndItsSisterIsNot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var root = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Root");
        using var ca = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Valves CA", root);
        using var sister = new ExternalCa(registry.Time.GetUtcNow(), "Kessler Pumps CA", root);
        await RegisterAsync(registry, ca);
        using var device = ca.Issue("valve-1");
        using var stranger = sister.Issue("valve-2");
        Assert.Equal("certificate-unknown", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        Assert.Equal("chain-not-trusted", AuthorityTests.Decide(registry, stranger.RawData, "valve-2").Code);

        // A wrong signature is refused, even if the root is missing.
        var forged = device.RawData;
        forged[^1] ^= 1;
        Assert.Equal("chain-not-trusted", AuthorityTests.Decide(registry, forged, "valve-1").Code);
    }

    [Fact]
    public async Task WithoutItsProof_AnAuthorityWaits_AndIsTrustedOnceItComes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        var id = await registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem));
        using var device = ca.Issue("valve-1");
        Assert.Equal("chain-not-trusted", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        await registry.RegisterAsync("valve-1");
        Assert.Equal("authority-disabled",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", device.ExportCertificatePem()))).Code);

        var waiting = (await registry.AuthorityAsync(id))!;
        Assert.Equal(("Kessler Valves CA 2", AuthorityStatus.PendingProof), (waiting.Name, waiting.Status));
        await registry.Get<ProveAuthority>()
            .ExecuteAsync(id, ca.Prove(waiting.ProofCode!), TestRegistry.Administrator, CancellationToken.None);
        await ImportAsync(registry, "valve-1", device.ExportCertificatePem());
        Assert.True(AuthorityTests.Decide(registry, device.RawData, "valve-1").Allowed);
        await Assert.ThrowsAsync<FleetError>(() => registry.Get<DiscardAuthority>()
            .ExecuteAsync(id, TestRegistry.Administrator, CancellationToken.None));
    }

    [Theory]
    [InlineData("other-code", "verification-other-code")]
    [InlineData("expired", "verification-expired")]
    [InlineData("not-yet", "verification-expired")]
    [InlineData("other-authority", "verification-other-authority")]
    [InlineData("same-name-other-key", "verification-other-authority")]
    [InlineData("no-certificate", "certificate-unreadable")]
    public async Task AProofThatProvesNothing_IsRefused(string kind, string code)
    {
        await using var registry = await TestRegistry.CreateAsync();
        var now = registry.Time.GetUtcNow();
        using var ca = new ExternalCa(now);
        using var other = new ExternalCa(now, "Another CA");
        using var twin = new ExternalCa(now);
        var id = await registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem));
        var right = (await registry.AuthorityAsync(id))!.ProofCode!;
        var proof = kind switch
        {
            "other-code" => ca.Prove(new string('0', 40)),
            "expired" => ca.Prove(right, TimeSpan.FromHours(-2), TimeSpan.FromHours(-1)),
            "not-yet" => ca.Prove(right, TimeSpan.FromHours(1)),
            "other-authority" => other.Prove(right),
            "same-name-other-key" => twin.Prove(right),
            _ => "hello",
        };
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.Get<ProveAuthority>()
            .ExecuteAsync(id, proof, TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal(code, error.Code);
        Assert.Equal(AuthorityStatus.PendingProof, (await registry.AuthorityAsync(id))!.Status);

        // A refused proof does not use up the code.
        await registry.Get<ProveAuthority>().ExecuteAsync(id, ca.Prove(right), TestRegistry.Administrator, CancellationToken.None);
    }

    [Fact]
    public async Task ARegistrationCode_CountsOnce_AndForADay()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var second = new ExternalCa(registry.Time.GetUtcNow(), "Second CA");
        var register = registry.Get<RegisterAuthority>();
        var used = await registry.Get<CreateRegistrationCode>().ExecuteAsync(TestRegistry.Administrator, CancellationToken.None);
        await register.ExecuteAsync(new AuthorityRegistration("A", ca.Pem, ca.Prove(used.Code)),
            TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("registration-code-invalid",
            (await Assert.ThrowsAsync<FleetError>(() => register.ExecuteAsync(new AuthorityRegistration("B",
            second.Pem, second.Prove(used.Code)), TestRegistry.Administrator, CancellationToken.None))).Code);
        Assert.Equal("authority-taken", (await Assert.ThrowsAsync<FleetError>(() =>
            register.ExecuteAsync(new AuthorityRegistration("A again", ca.Pem), TestRegistry.Administrator, CancellationToken.None))).Code);

        var late = await registry.Get<CreateRegistrationCode>().ExecuteAsync(TestRegistry.Administrator, CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal("registration-code-invalid",
            (await Assert.ThrowsAsync<FleetError>(() => register.ExecuteAsync(new AuthorityRegistration("B",
            second.Pem, second.Prove(late.Code)), TestRegistry.Administrator, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task WhatIsNoAuthority_IsNotRegistered()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var device = new ExternalCa(registry.Time.GetUtcNow(), mayIssue: false);
        Assert.Equal("authority-not-ca", (await Assert
            .ThrowsAsync<FleetError>(() => registry.RegisterAuthorityAsync(new AuthorityRegistration(null, device.Pem)))).Code);
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        registry.Time.Advance(TimeSpan.FromDays(6 * 365));
        Assert.Equal("certificate-expired",
            (await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem)))).Code);
    }

    [Fact]
    public async Task ACertificateWithoutAnAuthority_IsPinnedToItsThing_AndNothingElseOfItsIssuerCounts()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        using var sibling = ca.Issue("valve-2");
        await registry.RegisterAsync("valve-1");
        var pinned = await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true);
        Assert.True(pinned.IsPinned);
        var decision = AuthorityTests.Decide(registry, device.RawData, "valve-1");
        Assert.True(decision.Allowed);
        Assert.Contains("pinned",
            decision.Checks.Single(check => check.Name.StartsWith("Chain", StringComparison.Ordinal)).Compared!, StringComparison.Ordinal);
        Assert.Equal("chain-not-trusted", AuthorityTests.Decide(registry, sibling.RawData, "valve-2").Code);

        var page = await registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(AuthorityId: AuthorityView.Pinned), 0, 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal([pinned.Id], page.Items.Select(certificate => certificate.Id));
        var detail = (await registry.Get<CertificateDetails>().FindAsync(pinned.Id, TestRegistry.Administrator, CancellationToken.None))!;
        Assert.Empty(detail.Chain);
        Assert.Null(detail.Ocsp);
        await registry.HoldAsync(pinned.Id);
        Assert.Equal("status-not-active", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task WhatWasPinned_HangsOnItsAuthority_OnceThatIsProven()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        await registry.RegisterAsync("valve-1");
        var pinned = await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true);
        Assert.True(pinned.IsPinned);
        var id = await RegisterAsync(registry, ca);
        Assert.Equal(id, (await registry.CertificateAsync(pinned.Id))!.AuthorityId);
        await registry.ChangeStatusAsync(id, AuthorityStatus.Disabled);
        Assert.Equal("authority-disabled", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
    }

    [Fact]
    public async Task WhatWasPinned_IsFoundLater_WhenAProofWasTheLastThingBeforeADeath()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        await registry.RegisterAsync("valve-1");
        var pinned = await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true);
        var id = await RegisterAsync(registry, ca);
        await ForgetAdoptionAsync(registry, id);
        await registry.Get<PinnedCertificates>().FinishAsync(CancellationToken.None);
        Assert.Equal(id, (await registry.CertificateAsync(pinned.Id))!.AuthorityId);
        await using var db = registry.Get<Registry>().Read();
        Assert.False(await db.Set<AuthorityRecord>().AnyAsync(x => x.AdoptionDue, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhatIsFound_AfterItsAuthorityWasDisabled_IsClosed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        await registry.RegisterAsync("valve-1");
        registry.Connect(await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true));
        var id = await RegisterAsync(registry, ca);
        await ForgetAdoptionAsync(registry, id);
        Assert.Equal(0, (await registry.ChangeStatusAsync(id, AuthorityStatus.Disabled)).SessionsClosed);
        await registry.Get<PinnedCertificates>().FinishAsync(CancellationToken.None);
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
    }

    [Fact]
    public async Task AnImport_LooksForItsAuthority_WhenItIsStored_NotWhenItIsAsked()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        await registry.RegisterAsync("valve-1");

        // The writer is blocked, and the proof waits before the import. When the import runs, the authority is proven.
        using var gate = new ManualResetEventSlim();
        var held = registry.Get<Registry>().WriteAsync(_ => gate.Wait(TestContext.Current.CancellationToken), CancellationToken.None);
        var code = registry.Get<CreateRegistrationCode>().ExecuteAsync(TestRegistry.Administrator, CancellationToken.None);
        gate.Set();
        await held;
        using var second = new ManualResetEventSlim();
        held = registry.Get<Registry>().WriteAsync(_ => second.Wait(TestContext.Current.CancellationToken), CancellationToken.None);
        var proof = registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem, ca.Prove((await code).Code)));
        var import = ImportAsync(registry, "valve-1", device.ExportCertificatePem());
        second.Set();
        await held;
        var id = await proof;
        Assert.Equal(id, (await import).AuthorityId);
        var entries = await registry.Get<AuditQueries>().OfThingAsync("valve-1", 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Contains(entries, entry => entry.Action == "certificate.imported");
        Assert.DoesNotContain(entries, entry => entry.Action is "certificate.pinned" or "certificate.adopted");
    }

    [Fact]
    public async Task ASession_EndsWithItsAuthority_HoweverLongItsCertificateWouldLast()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        var id = await RegisterAsync(registry, ca);
        await registry.RegisterAsync("valve-1");
        using var device = ca.Issue("valve-1", years: 20);
        var imported = await ImportAsync(registry, "valve-1", device.ExportCertificatePem());
        registry.Connect(imported);
        Assert.Equal(0, await registry.Get<EndExpiredSessions>().ExecuteAsync());
        registry.Time.Advance(TimeSpan.FromDays(5 * 366));
        Assert.Equal(1, await registry.Get<EndExpiredSessions>().ExecuteAsync());
        Assert.Equal("authority-expired", AuthorityTests.Decide(registry, device.RawData, "valve-1").Code);
        Assert.Equal("registered-1", id);
    }

    [Fact]
    public async Task AnImportedCertificate_BelongsToOneThing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1");
        await registry.RegisterAsync("valve-1");
        await registry.RegisterAsync("valve-2");
        await ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true);
        Assert.Equal("public-key-taken",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-2", device.ExportCertificatePem(), pin: true))).Code);
        Assert.Equal("certificate-taken",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", device.ExportCertificatePem(), pin: true))).Code);
    }

    [Fact]
    public async Task ASerialNumber_IsUniqueForItsAuthority_AndMayRecurWithAnother()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var other = new ExternalCa(registry.Time.GetUtcNow(), "Another CA");
        await RegisterAsync(registry, ca);
        await RegisterAsync(registry, other);
        await registry.RegisterAsync("valve-1");
        using var first = ca.Issue("a", [7]);
        using var twin = ca.Issue("b", [7]);
        using var elsewhere = other.Issue("c", [7]);
        await ImportAsync(registry, "valve-1", first.ExportCertificatePem());
        Assert.Equal("certificate-taken",
            (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", twin.ExportCertificatePem()))).Code);
        await ImportAsync(registry, "valve-1", elsewhere.ExportCertificatePem());
    }

    [Theory]
    [InlineData("server", "certificate-usage")]
    [InlineData("authority", "certificate-authority")]
    [InlineData("names", "certificate-names")]
    [InlineData("huge", "certificate-unreadable")]
    [InlineData("own", "certificate-own")]
    public async Task ACertificateThatIsNoDevices_IsNotImported(string kind, string code)
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        using var device = ca.Issue("valve-1",
            null, kind == "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2", kind == "names" ? 17 : 1);
        await registry.RegisterAsync("valve-1");
        var pem = kind switch
        {
            "authority" => ca.Pem,
            "huge" => device.ExportCertificatePem() + new string(' ', 1024 * 1024),
            "own" => Pki.Text.Pem.Write(Pki.Text.Pem.Certificate, (await registry.EnrolAsync("pump-1")).Der),
            _ => device.ExportCertificatePem(),
        };
        Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(() => ImportAsync(registry, "valve-1", pem))).Code);
    }

    internal static async Task<string> RegisterAsync(TestRegistry registry, ExternalCa ca)
    {
        var code = await registry.Get<CreateRegistrationCode>().ExecuteAsync(TestRegistry.Administrator, CancellationToken.None);
        return await registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem, ca.Prove(code.Code)));
    }

    private static Task<CertificateView> ImportAsync(TestRegistry registry, string thingName, string pem, bool pin = false) =>
        registry.ImportAsync(new CertificateImport(thingName, pem, Pin: pin));

    /// <summary>Restores the state on disk after a crash between the commit of the proof and its effects.</summary>
    private static Task ForgetAdoptionAsync(TestRegistry registry, string id) => registry.Get<Registry>().WriteAsync(
        scope =>
        {
            scope.Statements.Execute("UPDATE Certificates SET AuthorityKey = NULL");
            scope.Statements.Execute("UPDATE Authorities SET AdoptionDue = 1 WHERE Id = $1", id);
        },
        CancellationToken.None);
}
