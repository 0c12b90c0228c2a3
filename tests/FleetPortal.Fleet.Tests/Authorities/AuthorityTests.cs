using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Tests.Topics;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Fleet.Tests.Authorities;

public sealed class AuthorityTests
{
    [Fact]
    public async Task AfterARollOver_NewCertificatesComeFromTheSuccessor_AndOldOnesStillCount()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var before = await registry.EnrolAsync("pump-1");
        var successor = await RollOverAsync(registry);
        var after = await registry.EnrolAsync("pump-2");
        Assert.Equal(("issuing-1", "issuing-2"), (before.AuthorityId, after.AuthorityId));
        Assert.True(Decide(registry, before.Der, "pump-1").Allowed);
        Assert.True(Decide(registry, after.Der, "pump-2").Allowed);

        // The portal publishes a CRL and answers OCSP for certificates of both authorities.
        foreach (var certificate in new[] { before, after })
        {
            var change = await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
            Assert.NotNull(change.Known.Crl);
            Assert.NotNull(change.Known.Ocsp);
        }

        Assert.Equal("issuing-2", successor);
    }

    [Fact]
    public async Task WhatWouldStrand_IsCounted_AndAsked_BeforeAnAuthorityIsRetired()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var alone = await registry.EnrolAsync("pump-1");
        await registry.EnrolAsync("pump-2");
        await RollOverAsync(registry);
        using (var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256))
        {
            await registry.IssueAsync("pump-2", key);
        }

        var rollOver = Assert.Single(await registry.Get<AuthorityQueries>()
            .RollOversAsync(TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal((1, 0, 1, 1), (rollOver.Remaining, rollOver.CanMove, rollOver.Silent, rollOver.Moved));
        Assert.Equal([2, 1], rollOver.History.Select(point => point.Remaining));
        var stays = await registry.Get<ThingQueries>()
            .ListAsync(ThingQuery.Parse("authority:issuing-1"), ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(["pump-1"], stays.Items.Select(thing => thing.Name));

        var retire = registry.Get<RetireAuthority>();
        var error = await Assert
            .ThrowsAsync<FleetError>(() => retire.ExecuteAsync("issuing-1", false, TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal("would-strand", error.Code);
        Assert.True(Decide(registry, alone.Der, "pump-1").Allowed);

        var retired = await retire.ExecuteAsync("issuing-1", true, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((false, true, false, true), Measured(retired.Known));
        Assert.Equal("authority-retired", Decide(registry, alone.Der, "pump-1").Code);
        Assert.Empty(await registry.Get<AuthorityQueries>().RollOversAsync(TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal("authority-status",
            (await Assert.ThrowsAsync<FleetError>(() => ChangeAsync(registry, "issuing-1", AuthorityStatus.Active))).Code);
    }

    [Fact]
    public async Task TheStandardAuthority_IsNotRetired_AndTheRootIsNeitherRetiredNorDisabled()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var retire = registry.Get<RetireAuthority>();
        Assert.Equal("authority-is-standard", (await Assert.ThrowsAsync<FleetError>(() =>
            retire.ExecuteAsync("issuing-1", true, TestRegistry.Administrator, CancellationToken.None))).Code);
        Assert.Equal("authority-status", (await Assert
            .ThrowsAsync<FleetError>(() => retire.ExecuteAsync("root-1", true, TestRegistry.Administrator, CancellationToken.None))).Code);
        Assert.Equal("authority-status",
            (await Assert.ThrowsAsync<FleetError>(() => ChangeAsync(registry, "root-1", AuthorityStatus.Disabled))).Code);
    }

    [Fact]
    public async Task DisablingAnAuthority_ShowsWhatHangsOnIt_ClosesIt_AndEnablingLetsItBackIn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        registry.Connect(certificate);
        registry.Get<TopicActivity>().Published("pump-1", "fleet/pump/pump-1/telemetry/t", "1"u8, retained: false);
        Assert.True(TopicFilter.TryParse("fleet/pump/+/telemetry/#", out var filter));
        registry.Get<TopicFilterTrie>().Add(filter!, new Subscriber("historian"));
        var radius = await registry.Get<BlastRadiusQuery>()
            .OfAuthorityAsync("issuing-1", TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((1, 1, 1, 1, 1), (radius.Things, radius.Certificates, radius.Sessions, radius.Topics, radius.WithoutCredential));
        Assert.Equal(["pump-1"], radius.WithoutCredentialExamples);
        Assert.Equal(["historian"], radius.SubscriberExamples);

        var disabled = await ChangeAsync(registry, "issuing-1", AuthorityStatus.Disabled);
        Assert.Equal(1, disabled.SessionsClosed);
        Assert.Equal((true, true, false, true), Measured(disabled.Known));
        Assert.Equal((true, true, false, true), Measured((await ViewAsync(registry)).Known!));

        // A repeated request changes nothing, and the times of the first one stay.
        Assert.Null((await ChangeAsync(registry, "issuing-1", AuthorityStatus.Disabled)).Known.SessionClosed);
        Assert.NotNull((await ViewAsync(registry)).Known!.SessionClosed);
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
        Assert.Equal("authority-disabled", Decide(registry, certificate.Der, "pump-1").Code);
        Assert.True(Assert.Single((await registry.Get<ThingQueries>()
            .ListAsync(new ThingQuery(), ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None)).Items).AuthorityEnded);
        Assert.Equal(1, (await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None)).Stranded);
        Assert.True((await registry.CertificateAsync(certificate.Id))!.IsAuthorityEnded(registry.Time.GetUtcNow()));
        Assert.Equal([(true, CrlReason.CertificateHold)], [.. await RootCrlAsync(registry)]);
        await registry.RegisterAsync("pump-2");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("pump-2", key));
        Assert.Equal((FleetErrorKind.Unavailable, "no-issuing-authority"), (error.Kind, error.Code));

        // An enabled authority is not on the CRL. No session is closed and no connect refused.
        Assert.Equal((false, false, false, true), Measured((await ChangeAsync(registry, "issuing-1", AuthorityStatus.Active)).Known));
        Assert.Equal((false, false, false, true), Measured((await ViewAsync(registry)).Known!));
        Assert.True(Decide(registry, certificate.Der, "pump-1").Allowed);
        Assert.Equal([(false, CrlReason.Unspecified)], [.. await RootCrlAsync(registry)]);
        await registry.IssueAsync("pump-2", key);
    }

    [Fact]
    public async Task AnAuthorityHeldToAnOrganization_NamesEverythingUnderIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var id = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Plant 2 Issuing CA", Organization: "Plant 2"));
        await registry.RegisterAsync("pump-1");
        var issued = await registry.IssueAsync(new IssueCertificateRequest("pump-1", AuthorityId: id));
        using var certificate = X509CertificateLoader.LoadCertificate(issued.Certificate.Der);
        Assert.Equal("CN=pump-1, O=Plant 2", certificate.Subject);
        Assert.True(Decide(registry, issued.Certificate.Der, "pump-1").Allowed);

        // The new authority does not become the default issuer.
        Assert.Equal("issuing-1", (await registry.EnrolAsync("pump-2")).AuthorityId);
    }

    [Fact]
    public async Task ARenewal_StaysInItsAuthoritysLine()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var id = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Plant 2 Issuing CA"));
        await registry.RegisterAsync("pump-1");
        var issued = await registry.IssueAsync(new IssueCertificateRequest("pump-1", AuthorityId: id));
        var next = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Plant 2 Issuing CA G2", Replaces: id));
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=pump-1",
            key, System.Security.Cryptography.HashAlgorithmName.SHA256).CreateSigningRequest();
        using var shown = X509CertificateLoader.LoadCertificate(issued.Certificate.Der);
        var presented = new PresentedCertificate(shown, registry.Get<AuthorityVault>().Anchors.Verify(shown));
        var renewed = await registry.Get<RenewCertificate>()
            .ExecuteAsync(presented, request, false, new DeviceOrigin("192.0.2.1", "TLS 1.3", "EST"), CancellationToken.None);
        Assert.Equal(next, renewed.Certificate.AuthorityId);
    }

    [Fact]
    public async Task ASuccessor_IsHeldToTheSameOrganization_AndNamesThatWouldBreakTheEncodingAreRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var create = registry.Get<CreateIssuingAuthority>();
        var id = await create.ExecuteAsync(new IssuingAuthorityRequest("Plant 2", Organization: "Plant 2"),
            TestRegistry.Administrator, CancellationToken.None);
        await create.ExecuteAsync(new IssuingAuthorityRequest("Plant 2 G2", Replaces: id),
            TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("Plant 2", registry.Get<AuthorityVault>().OwnAuthorities[^1].Signer.Organization);
        foreach (var name in new[] { "", "#2 issuing", "#0c03", "\\x", "a\nb", new string('x', 65) })
        {
            Assert.Equal("authority-invalid", (await Assert.ThrowsAsync<FleetError>(() =>
                create.ExecuteAsync(new IssuingAuthorityRequest(name), TestRegistry.Administrator, CancellationToken.None))).Code);
        }
    }

    [Fact]
    public async Task ANameThatAnotherAuthorityHas_IsRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var create = registry.Get<CreateIssuingAuthority>();
        await create.ExecuteAsync(new IssuingAuthorityRequest("Pilot"), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("authority-taken", (await Assert.ThrowsAsync<FleetError>(() =>
            create.ExecuteAsync(new IssuingAuthorityRequest("pilot"), TestRegistry.Administrator, CancellationToken.None))).Code);
        Assert.Equal(3, await registry.Get<AuthorityQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task AnAuthorityThatHasEnded_SignsNothing_AndSaysSo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var id = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Pilot", ValidityYears: 1));
        await registry.RegisterAsync("pump-1");
        registry.Time.Advance(TimeSpan.FromDays(366));
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync(new IssueCertificateRequest("pump-1", AuthorityId: id)));
        Assert.Equal((FleetErrorKind.Unavailable, "authority-expired"), (error.Kind, error.Code));
    }

    [Fact]
    public async Task OnlyAdministrators_ChangeAuthorities()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var actor = new Actor("account", "Ola", Role.Operator);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<CreateIssuingAuthority>()
            .ExecuteAsync(new IssuingAuthorityRequest("X"), actor, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<ChangeAuthorityStatus>()
            .ExecuteAsync("issuing-1", AuthorityStatus.Disabled, actor, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RetireAuthority>()
            .ExecuteAsync("issuing-1", true, actor, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RegisterAuthority>()
            .ExecuteAsync(new AuthorityRegistration(null, ""), actor, CancellationToken.None))).Code);
    }

    [Theory]
    [InlineData(56)]
    [InlineData(57)]
    [InlineData(64)]
    public async Task AnAuthorityWithALongName_HasOcsp(int length)
    {
        await using var registry = await TestRegistry.CreateAsync();
        var id = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest(new string('n', length)));
        var own = registry.Get<AuthorityVault>().OwnAuthorities.Single(authority => authority.Id == id);
        var request = new Org.BouncyCastle.Ocsp.OcspReqGenerator();
        request.AddRequest(new Org.BouncyCastle.Ocsp.CertificateID(Org.BouncyCastle.Ocsp.CertificateID.DigestSha1,
            new Org.BouncyCastle.X509.X509Certificate(own.Signer.Certificate), Org.BouncyCastle.Math.BigInteger.One));
        var answer = new Org.BouncyCastle.Ocsp.OcspResp(registry.Get<OcspService>().Answer(request.Generate().GetEncoded()).Der);
        Assert.Equal(Org.BouncyCastle.Ocsp.OcspRespStatus.Successful, answer.Status);
    }

    [Fact]
    public async Task TheListenersCertificate_NeverComesFromAnAuthorityWithNameConstraints()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var listener = registry.Get<ServerCertificate>();
        await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Plant 2", Replaces: "issuing-1", Organization: "Plant 2"));
        Assert.Equal("issuing-2", registry.Get<AuthorityVault>().Issuing.Id);
        using var first = (await listener.IssueAsync(["localhost"], ServerKey.Ecdsa, CancellationToken.None)).Certificate;
        Assert.StartsWith("CN=FleetPortal Issuing", first.Issuer, StringComparison.Ordinal);

        // The only authority without name constraints is retired. The portal creates one for the listeners, once.
        await registry.RetireAuthorityAsync("issuing-1", true);
        using var second = (await listener.IssueAsync(["localhost"], ServerKey.Ecdsa, CancellationToken.None)).Certificate;
        using var third = (await listener.IssueAsync(["localhost"], ServerKey.Ecdsa, CancellationToken.None)).Certificate;
        Assert.StartsWith("CN=FleetPortal Listeners", second.Issuer, StringComparison.Ordinal);
        Assert.Equal(second.Issuer, third.Issuer);
        Assert.Equal("issuing-2", registry.Get<AuthorityVault>().Issuing.Id);
    }

    internal static Task<string> RollOverAsync(TestRegistry registry) =>
        registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Issuing G2", Replaces: "issuing-1"));

    internal static Decision Decide(TestRegistry registry, byte[] der, string clientId)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return registry.Get<IdentityDecider>().Decide(new ConnectAttempt
        {
            ClientId = clientId,
            RemoteAddress = "192.0.2.1:50000",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3",
            Certificate = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate)),
            IsDryRun = true,
        });
    }

    private static Task<AuthorityChange> ChangeAsync(TestRegistry registry, string id, AuthorityStatus status) =>
        registry.ChangeStatusAsync(id, status);

    private static async Task<AuthorityView> ViewAsync(TestRegistry registry) =>
        (await registry.AuthorityAsync("issuing-1"))!;

    private static (bool SessionClosed, bool ReconnectRefused, bool Ocsp, bool Crl) Measured(PropagationTimes known) =>
        (known.SessionClosed is not null, known.ReconnectRefused is not null, known.Ocsp is not null, known.Crl is not null);

    /// <summary>The entries of the root's CRL.</summary>
    private static async Task<IReadOnlyList<(bool Listed, CrlReason Reason)>> RootCrlAsync(TestRegistry registry)
    {
        var der = await registry.Get<CompleteCrl>().FindAsync("root-1", CancellationToken.None);
        var serial = SerialNumber.OfCertificate(registry.Get<AuthorityVault>().OwnAuthorities[0].Signer.Certificate);
        var listed = CrlReader.Lists(der!, serial);
        var reason = new Org.BouncyCastle.X509.X509CrlParser().ReadCrl(der).GetRevokedCertificate(new Org.BouncyCastle.Math
            .BigInteger(serial.ToString(), 16))?.GetExtensionValue(Org.BouncyCastle.Asn1.X509.X509Extensions.ReasonCode);
        return [(listed, reason is null ? CrlReason.Unspecified : (CrlReason)reason.GetOctets()[^1])];
    }
}
