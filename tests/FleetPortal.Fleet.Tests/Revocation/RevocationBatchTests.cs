using FleetPortal.Fleet.Tests.Topics;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Tests.Authorities;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Fleet.Tests.Revocation;

public sealed class RevocationBatchTests
{
    [Fact]
    public async Task TheBlastRadius_NamesSessionsTopicsSubscribersAndThingsLeftWithoutACredential_AndChangesNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await registry.EnrolAsync("pump-1");
        await registry.EnrolAsync("pump-2");
        using (var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256))
        {
            await registry.IssueAsync("pump-2", key);
        }

        registry.Connect(first);
        var subscriptions = registry.Get<TopicFilterTrie>();
        registry.Get<TopicActivity>().Published("pump-1", "fleet/pump/pump-1/telemetry/t", "{}"u8, retained: false);
        subscriptions.Add(FilterOf("fleet/+/pump-1/telemetry/#"), new Subscriber("historian"));
        subscriptions.Add(FilterOf("fleet/pump/pump-2/telemetry/#"), new Subscriber("somebody else"));

        var all = await registry.Get<BlastRadiusQuery>().OfAsync(new CertificateSelection(null, new CertificateQuery(Text: "pump")),
            TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((3, 2, 1, 1, 2), (all.Certificates, all.Things, all.Sessions, all.Topics, all.WithoutCredential));
        Assert.Equal(["historian"], all.SubscriberExamples);
        var one = await registry.Get<BlastRadiusQuery>()
            .OfAsync(new CertificateSelection([first.Id], null), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((1, 1, 1, 1), (one.Certificates, one.Things, one.Sessions, one.WithoutCredential));
        Assert.Equal(["pump-1"], one.WithoutCredentialExamples);
        Assert.Equal(1, registry.Get<LiveConnections>().OpenCount);
        Assert.Equal(0, (await CertificatesAsync(registry, CredentialFilterOf("revoked"))).Total);
    }

    [Fact]
    public async Task TheBlastRadiusOfACertificateOnHold_SaysThatItsThingIsOutAlready_AndWhatItPublished()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var stolen = await registry.EnrolAsync("stolen-1");
        var twice = await registry.EnrolAsync("twice-1");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var second = await registry.IssueAsync("twice-1", key);
        registry.Get<TopicActivity>().Published("stolen-1", "fleet/pump/stolen-1/telemetry/t", "{}"u8, retained: false);
        registry.Get<TopicActivity>().Refused("stolen-1", "fleet/pump/other/telemetry");
        foreach (var held in new[] { stolen, twice, second })
        {
            await registry.HoldAsync(held.Id);
        }

        var one = await OfAsync(stolen.Id);
        Assert.Equal((1, 0, 0, 1, 1), (one.Certificates, one.Sessions, one.WithoutCredential, one.AlreadyOut, one.LeftWithNone));
        Assert.Equal(["stolen-1"], one.LeftWithNoneExamples!);
        Assert.Equal((1, 1), (one.Topics, one.TopicsOfThings));

        // Both certificates are on hold: after one is revoked, the other could still be released.
        var ofTwo = await OfAsync(twice.Id);
        Assert.Equal((0, 1, 0), (ofTwo.WithoutCredential, ofTwo.AlreadyOut, ofTwo.LeftWithNone));
        var retired = await registry.Get<BlastRadiusQuery>().OfRetiringAsync("twice-1", TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((2, 1, 1), (retired.Certificates, retired.AlreadyOut, retired.LeftWithNone));

        // The Thing can connect with another certificate, so no topic is affected.
        await registry.ReleaseAsync(second.Id);
        registry.Get<TopicActivity>().Published("twice-1", "fleet/pump/twice-1/telemetry/t", "{}"u8, retained: false);
        ofTwo = await OfAsync(twice.Id);
        Assert.Equal((0, 0, 0, 0), (ofTwo.WithoutCredential, ofTwo.AlreadyOut, ofTwo.LeftWithNone, ofTwo.Topics));

        Task<BlastRadius> OfAsync(CertificateId id) => registry.Get<BlastRadiusQuery>()
            .OfAsync(new CertificateSelection([id], null), TestRegistry.Administrator, CancellationToken.None);
    }

    [Fact]
    public async Task ABatch_RevokesWhatWasChosen_ClosesItsSessions_AndMeasuresTheSlowest()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.EnrolAsync("pump-2");
        var spared = await registry.EnrolAsync("valve-1");
        registry.Connect(certificate);
        var batch = await StartAsync(registry, "pump");
        Assert.Equal((BatchState.Running, 2, 2), (batch.State, batch.Total, batch.LeftWithoutCredential));
        await registry.Get<RevocationBatchRunner>().StepAsync(CancellationToken.None);
        batch = (await registry.BatchAsync(batch.Id))!;
        Assert.Equal((BatchState.Done, 2, 0, 1), (batch.State, batch.Done, batch.Failed, batch.SessionsClosed));
        Assert.True(batch.Known is { SessionClosed: not null, ReconnectRefused: not null, Ocsp: not null, Crl: not null });
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
        var page = await CertificatesAsync(registry, CredentialFilterOf("revoked"));
        Assert.Equal(["pump-1", "pump-2"], page.Items.Select(x => x.ThingName).Order());
        Assert.All(page.Items, x => Assert.Equal((RevocationReason.Superseded, "Jonas"), (x.Reason, x.StatusChangedBy)));
        Assert.True(AuthorityTests.Decide(registry, spared.Der, "valve-1").Allowed);
    }

    [Fact]
    public async Task AfterTheCanary_ItWaits_UntilSomebodyLetsTheRestFollow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 0; i < 10; i++)
        {
            await registry.EnrolAsync($"pump-{i}");
        }

        var batch = await StartAsync(registry, "pump", canaryPercent: 20);
        var runner = registry.Get<RevocationBatchRunner>();
        await runner.StepAsync(CancellationToken.None);
        await runner.StepAsync(CancellationToken.None);
        var waiting = (await registry.BatchAsync(batch.Id))!;
        Assert.Equal((BatchState.Canary, 2, 8), (waiting.State, waiting.Done, waiting.Waiting));
        await registry.ResumeBatchAsync(batch.Id);
        await runner.StepAsync(CancellationToken.None);
        var done = (await registry.BatchAsync(batch.Id))!;
        Assert.Equal((BatchState.Done, 10), (done.State, done.Done));
    }

    [Fact]
    public async Task StoppedAtItsCanary_AndResumed_TheRestFollows()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 0; i < 4; i++)
        {
            await registry.EnrolAsync($"pump-{i}");
        }

        var batch = await StartAsync(registry, "pump", canaryPercent: 25);
        var runner = registry.Get<RevocationBatchRunner>();
        await runner.StepAsync(CancellationToken.None);
        await registry.StopBatchAsync(batch.Id);
        var open = Assert.Single(await registry.Get<RevocationBatchQueries>()
            .OpenAsync(TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal((batch.Id, BatchState.Stopped, 4, 1), (open.Id, open.State, open.Total, open.Canary));
        await registry.ResumeBatchAsync(batch.Id);
        await runner.StepAsync(CancellationToken.None);
        Assert.Equal(4, (await CertificatesAsync(registry, CredentialFilterOf("revoked"))).Total);
        Assert.Empty(await registry.Get<RevocationBatchQueries>().OpenAsync(TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task AStoppedBatch_RevokesNothingMore_AndWhatWasRevokedMeanwhile_IsSaid()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await registry.EnrolAsync("pump-1");
        await registry.EnrolAsync("pump-2");
        var batch = await StartAsync(registry, "pump");
        await registry.StopBatchAsync(batch.Id);
        var runner = registry.Get<RevocationBatchRunner>();
        await runner.StepAsync(CancellationToken.None);
        Assert.Equal(0, (await CertificatesAsync(registry, CredentialFilterOf("revoked"))).Total);
        await registry.RevokeAsync(first.Id, RevocationReason.KeyCompromise);
        await registry.ResumeBatchAsync(batch.Id);
        await runner.StepAsync(CancellationToken.None);
        var done = (await registry.BatchAsync(batch.Id))!;
        Assert.Equal((1, 1), (done.Done, done.Failed));
        Assert.Equal((first.Id.ToString(), "certificate-revoked"), (done.Failures[0].Id, done.Failures[0].Code));
    }

    [Fact]
    public async Task WhatChoosesEverything_OrNothing_IsRefused_AndSupportStartsNone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var start = registry.Get<StartRevocationBatch>();
        Task Start(CertificateSelection selection, Actor? actor = null) => start.ExecuteAsync(new RevocationBatchRequest(selection,
            RevocationReason.Superseded), actor ?? TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("selection-invalid",
            (await Assert.ThrowsAsync<FleetError>(() => Start(new CertificateSelection(null, new CertificateQuery())))).Code);
        Assert.Equal("selection-invalid", (await Assert.ThrowsAsync<FleetError>(() => Start(new CertificateSelection(null, null)))).Code);
        Assert.Equal("selection-invalid", (await Assert.ThrowsAsync<FleetError>(() => Start(new CertificateSelection([], null)))).Code);
        Assert.Equal("selection-empty",
            (await Assert.ThrowsAsync<FleetError>(() => Start(new CertificateSelection(null, new CertificateQuery(Text: "nobody"))))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() =>
            Start(new CertificateSelection(null, new CertificateQuery(Text: "pump")), new Actor("account", "Sue", Role.Support)))).Code);
    }

    private static Task<RevocationBatchView> StartAsync(TestRegistry registry, string text, int canaryPercent = 0) =>
        registry.StartBatchAsync(new RevocationBatchRequest(new CertificateSelection(null, new CertificateQuery(Text: text)),
            RevocationReason.Superseded, canaryPercent));

    private static Task<CertificatePage> CertificatesAsync(TestRegistry registry, CredentialFilter status) =>
        registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(status), 0, 100, TestRegistry.Administrator, CancellationToken.None);

    private static CredentialFilter CredentialFilterOf(string status) => Enum.Parse<CredentialFilter>(status, ignoreCase: true);

    private static TopicFilter FilterOf(string text) => TopicFilter.TryParse(text, out var filter)
        ? filter! : throw new ArgumentException(text);
}
