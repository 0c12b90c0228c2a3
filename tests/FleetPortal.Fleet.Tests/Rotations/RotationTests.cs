using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using Xunit;

namespace FleetPortal.Fleet.Tests.Rotations;

/// <summary>The states of a rotation. A Thing always has a usable certificate.</summary>
public sealed class RotationTests
{
    private static readonly DeviceOrigin Origin = new("192.0.2.7:1", "TLS 1.3", "EST");

    [Fact]
    public async Task ARotation_EndsWithTheCertificateThatItWasToReplace_UnlessAnotherIsIssuedAlready()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.StartRotationAsync("pump-1", null);
        await registry.RevokeAsync(certificate.Id, RevocationReason.Superseded);
        Assert.Equal(RotationState.RolledBack,
            (await registry.Get<RotationQueries>().NewestAsync("pump-1", TestRegistry.Administrator, CancellationToken.None))!.State);

        // The next certificate can be rotated immediately.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key);
        Assert.Equal(RotationState.Requested, (await registry.StartRotationAsync("pump-1", null)).State);
    }

    [Fact]
    public async Task TheOldCertificate_IsRetired_OnlyAfterTheNewOneIsProvenAndTheGracePeriodIsOver()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1", graceMinutes: 10);
        Assert.Equal((RotationState.Requested, old.Id), (rotation.State, rotation.OldCertificate));
        await RefusedAsync("rotation-not-proven", () => CommitAsync(registry, rotation));

        var renewed = await RenewAsync(registry, old);
        Assert.Equal(old.Key, renewed.PredecessorKey);
        await RefusedAsync("rotation-not-proven", () => CommitAsync(registry, rotation));
        Assert.Equal(CertificateStatus.Active, (await FindAsync(registry, old)).Status);

        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        Assert.Equal(RotationState.Proven, (await ReadAsync(registry, rotation)).State);
        registry.Time.Advance(TimeSpan.FromMinutes(9));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal(CertificateStatus.Active, (await FindAsync(registry, old)).Status);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal(RotationState.Committed, (await ReadAsync(registry, rotation)).State);
        Assert.Equal((CertificateStatus.Revoked, RevocationReason.Superseded),
            ((await FindAsync(registry, old)).Status, (await FindAsync(registry, old)).Reason!.Value));
        Assert.Equal(CertificateStatus.Active, (await FindAsync(registry, renewed)).Status);
    }

    [Fact]
    public async Task RolledBack_TheNewCertificateIsRetired_AndTheOldOneStays()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1");
        var renewed = await RenewAsync(registry, old);
        var ended = await registry.RollBackAsync("pump-1", rotation.Id);
        Assert.Equal(RotationState.RolledBack, ended.State);
        Assert.Equal((CertificateStatus.Active, CertificateStatus.Revoked),
            ((await FindAsync(registry, old)).Status, (await FindAsync(registry, renewed)).Status));
        await RefusedAsync("rotation-ended", () => CommitAsync(registry, rotation));
    }

    [Fact]
    public async Task AThing_HasOneOpenRotation()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        await StartAsync(registry, "pump-1");
        await RefusedAsync("rotation-open", () => StartAsync(registry, "pump-1"));
        await registry.RegisterAsync("pump-2");
        await RefusedAsync("no-active-certificate", () => StartAsync(registry, "pump-2"));
    }

    [Fact]
    public async Task ADeviceThatLostTheAnswer_AsksAgain_AndTheFirstNewCertificateIsRetired()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        await StartAsync(registry, "pump-1");
        var lost = await RenewAsync(registry, old);
        var second = await RenewAsync(registry, old);
        Assert.Equal((CertificateStatus.Active, CertificateStatus.Revoked, CertificateStatus.Active), ((await FindAsync(registry,
            old)).Status, (await FindAsync(registry, lost)).Status, (await FindAsync(registry, second)).Status));
        Assert.Null(registry.Get<PendingRotationIndex>().ToProve(lost.Id));
        Assert.NotNull(registry.Get<PendingRotationIndex>().ToProve(second.Id));
    }

    [Fact]
    public async Task ARotationThatEndsByRevocation_LeavesNoProofInMemory()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        await StartAsync(registry, "pump-1");
        var renewed = await RenewAsync(registry, old);
        Assert.NotNull(registry.Get<PendingRotationIndex>().ToProve(renewed.Id));
        await registry.RevokeAsync(renewed.Id, RevocationReason.KeyCompromise);
        Assert.Null(registry.Get<PendingRotationIndex>().ToProve(renewed.Id));
    }

    [Fact]
    public async Task ADeviceThatRenewsOfItsOwnAccord_BeginsARotation_AndComingWithTheNewOneProvesIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var first = await registry.EnrolAsync("pump-1");
        var second = await RenewAsync(registry, first);
        var third = await RenewAsync(registry, second);
        Assert.Equal((CertificateStatus.Revoked, CertificateStatus.Active, CertificateStatus.Active), ((await FindAsync(registry,
            first)).Status, (await FindAsync(registry, second)).Status, (await FindAsync(registry, third)).Status));
        var rotations = await registry.Get<RotationQueries>().OfThingAsync("pump-1", TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal([RotationState.Issued, RotationState.Committed], rotations.Select(rotation => rotation.State));
    }

    [Fact]
    public async Task WhatIsOpen_IsRememberedAcrossARestart()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("told");
        await registry.EnrolAsync("waiting");
        await StartAsync(registry, "waiting");
        var renewed = await RenewAsync(registry, old);
        var watch = new PendingRotationIndex(registry.Get<Registry>());
        await watch.LoadAsync(CancellationToken.None);
        Assert.NotNull(watch.ToTell("waiting"));
        Assert.Null(watch.ToTell("told"));
        Assert.NotNull(watch.ToProve(renewed.Id));
    }

    [Fact]
    public async Task AnAnswerThatWasLost_IsAskedForAgain_UntilTheDeviceComesWithTheNewCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        await StartAsync(registry, "pump-1");
        var lost = await RenewAsync(registry, old);
        Assert.NotNull(registry.Get<PendingRotationIndex>().ToTell("pump-1"));
        var restarted = new PendingRotationIndex(registry.Get<Registry>());
        await restarted.LoadAsync(CancellationToken.None);
        Assert.NotNull(restarted.ToTell("pump-1"));
        var renewed = await RenewAsync(registry, old);
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        Assert.Null(registry.Get<PendingRotationIndex>().ToTell("pump-1"));
        Assert.Equal(CertificateStatus.Revoked, (await FindAsync(registry, lost)).Status);
    }

    [Fact]
    public async Task TheNewCertificateRevoked_TheRotationIsRolledBack_AndTheOldOneOutlastsTheGracePeriod()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1", graceMinutes: 1);
        var renewed = await RenewAsync(registry, old);
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        var change = await registry.RevokeAsync(renewed.Id, RevocationReason.KeyCompromise, keepLast: true);
        Assert.False(change.LeftWithoutCredential);
        Assert.Equal(RotationState.RolledBack, (await ReadAsync(registry, rotation)).State);
        registry.Time.Advance(TimeSpan.FromMinutes(2));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal(CertificateStatus.Active, (await FindAsync(registry, old)).Status);
    }

    [Fact]
    public async Task ARotationThatEndedWithItsNewCertificate_IsNotToldAnyMore()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        await StartAsync(registry, "pump-1");
        var renewed = await RenewAsync(registry, old);
        await registry.RevokeAsync(renewed.Id, RevocationReason.KeyCompromise);
        await registry.Get<RotationCommand>().TellAsync("pump-1", CancellationToken.None);
        Assert.Null(registry.Get<PendingRotationIndex>().ToTell("pump-1"));
    }

    [Fact]
    public async Task TheNewCertificateOnHold_TheOldOneStays_UntilItIsReleased()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1", graceMinutes: 1);
        var renewed = await RenewAsync(registry, old);
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        await registry.HoldAsync(renewed.Id);
        registry.Time.Advance(TimeSpan.FromMinutes(2));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        await RefusedAsync("new-certificate-not-usable", () => CommitAsync(registry, rotation));
        Assert.Equal((RotationState.Proven, CertificateStatus.Active),
            ((await ReadAsync(registry, rotation)).State, (await FindAsync(registry, old)).Status));
        await registry.ReleaseAsync(renewed.Id);
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal((RotationState.Committed, CertificateStatus.Revoked),
            ((await ReadAsync(registry, rotation)).State, (await FindAsync(registry, old)).Status));
    }

    [Fact]
    public async Task TheOldCertificateRevoked_NothingIsRolledBackThatAloneLetsTheThingIn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1");
        var renewed = await RenewAsync(registry, old);
        await registry.RevokeAsync(old.Id, RevocationReason.KeyCompromise);
        await RefusedAsync("last-credential", () => registry.RollBackAsync("pump-1", rotation.Id));
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        await CommitAsync(registry, rotation);
        Assert.Equal(CertificateStatus.Active, (await FindAsync(registry, renewed)).Status);
    }

    [Fact]
    public async Task OfTwoCertificates_TheOneThatTheDeviceCameWith_IsRetired()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var used = await registry.EnrolAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spare = await registry.IssueAsync("pump-1", key);
        var rotation = await StartAsync(registry, "pump-1");
        Assert.Equal(spare.Id, rotation.OldCertificate);
        var renewed = await RenewAsync(registry, used);
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", renewed.Id);
        await CommitAsync(registry, rotation);
        Assert.Equal(
            (CertificateStatus.Revoked, CertificateStatus.Active, CertificateStatus.Active),
            ((await FindAsync(registry, used)).Status,
                (await FindAsync(registry, spare)).Status, (await FindAsync(registry, renewed)).Status));
    }

    [Fact]
    public async Task ARotationThatWasAskedFor_TakesNoOldKey()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var old = await registry.IssueAsync("pump-1", key);
        await StartAsync(registry, "pump-1");
        await RefusedAsync("key-reused", () => RenewAsync(registry, old, key));
        Assert.Single((await registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(), 0, 10, TestRegistry.Administrator, CancellationToken.None)).Items);
    }

    [Fact]
    public async Task ADeviceThatRenewsOfItsOwnAccord_MayKeepItsKey_AndGetsTheSameCertificateWhenTheAnswerWasLost()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var old = await registry.IssueAsync("pump-1", key);
        var lost = await RenewAsync(registry, old, key);
        var again = await RenewAsync(registry, old, key);
        Assert.Equal((lost.Id, CertificateStatus.Active), (again.Id, (await FindAsync(registry, again)).Status));
    }

    [Fact]
    public async Task WhatWasPromisedToAForgottenThing_IsNotItsSuccessors()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var rotation = await StartAsync(registry, "pump-1");
        var token = await registry.CreateEnrolmentTokenAsync("pump-1", null);
        await registry.RetireAsync("pump-1", forget: true);
        await registry.RegisterAsync("pump-1");
        Assert.Null(registry.Get<PendingRotationIndex>().ToTell("pump-1"));
        Assert.Null(await registry.Get<RotationQueries>()
            .FindAsync("pump-1", rotation.Id, TestRegistry.Administrator, CancellationToken.None));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pump-1", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        await RefusedAsync("enrolment-token-invalid",
            () => registry.Get<EnrolDevice>().ExecuteAsync("pump-1", token.Token, request, makeKey: false, Origin, CancellationToken.None));
    }

    [Fact]
    public async Task ACertificateOnHold_RenewsNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        await registry.HoldAsync(old.Id);
        await RefusedAsync("status-not-active", () => RenewAsync(registry, old));
    }

    private static Task<RotationView> StartAsync(TestRegistry registry, string name, int? graceMinutes = null) =>
        registry.StartRotationAsync(name, graceMinutes);

    private static Task<RotationView> CommitAsync(TestRegistry registry, RotationView rotation) =>
        registry.CommitAsync(rotation.ThingName, rotation.Id);

    private static async Task<RotationView> ReadAsync(TestRegistry registry, RotationView rotation) =>
        (await registry.Get<RotationQueries>()
            .FindAsync(rotation.ThingName, rotation.Id, TestRegistry.Administrator, CancellationToken.None))!;

    private static async Task<CertificateView> FindAsync(TestRegistry registry, CertificateView certificate) =>
        (await registry.CertificateAsync(certificate.Id))!;

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with, ECDsa? reused = null)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = reused ?? made;
        var shown = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
        var request = new CertificateRequest($"CN={with.ThingName}", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (await registry.Get<RenewCertificate>()
            .ExecuteAsync(shown, request, makeKey: false, Origin, CancellationToken.None)).Certificate;
    }

    private static async Task RefusedAsync(
        string code, Func<Task> action) => Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(action)).Code);
}
