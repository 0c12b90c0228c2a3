using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Enrolment;

/// <summary>
/// EST, HTTP and MQTT deliver at least once: a repeated request gets the same certificate, and no delivered certificate is retired.
/// </summary>
public sealed class LostAnswerTests
{
    private static readonly DeviceOrigin Origin = new("192.0.2.7:1", "TLS 1.3", "EST");

    [Fact]
    public async Task TheSameTokenAndKey_GetTheSameCertificate_UntilTheTokenExpires()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = await TokenAsync(registry, "pump-1", hours: 2);
        var first = await EnrolAsync(registry, "pump-1", token, key);
        registry.Time.Advance(TimeSpan.FromHours(1));

        // A new request for the same key has another signature.
        var again = await EnrolAsync(registry, "pump-1", token, key);
        Assert.Equal((first.Certificate.Id, first.AuthorityDer), (again.Certificate.Id, again.AuthorityDer));
        Assert.Single((await registry.FindAsync("pump-1"))!.Certificates);
        registry.Time.Advance(TimeSpan.FromHours(1));
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-1", token, key));
    }

    [Fact]
    public async Task AnotherKey_AnotherThing_AndAKeyOfThePortals_GetNothingForAUsedToken()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = await TokenAsync(registry, "pump-1");
        await registry.RegisterAsync("pump-2");
        await EnrolAsync(registry, "pump-1", token, key);
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-1", token, other));
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-2", token, key));
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-1", token, key, makeKey: true));
        Assert.Single((await registry.FindAsync("pump-1"))!.Certificates);
    }

    [Theory]
    [InlineData("held")]
    [InlineData("revoked")]
    [InlineData("disabled")]
    [InlineData("retired")]
    public async Task WhatDoesNotCountAnyMore_IsNotAnsweredAgain(string what)
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = await TokenAsync(registry, "pump-1");
        var first = await EnrolAsync(registry, "pump-1", token, key);
        await (what switch
        {
            "held" => registry.HoldAsync(first.Certificate.Id),
            "revoked" => registry.RevokeAsync(first.Certificate.Id, RevocationReason.Superseded),
            "disabled" => registry.UpdateAsync(new UpdateThingRequest("pump-1", Enabled: false)),
            _ => (Task)registry.RetireAsync("pump-1", forget: false),
        });
        await RefusedAsync("enrolment-token-invalid", () => EnrolAsync(registry, "pump-1", token, key));
    }

    [Fact]
    public async Task TheSameRequestManyTimesAtOnce_MakesOneCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var token = await TokenAsync(registry, "pump-1");
        var request = Request("pump-1", key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => registry.Get<EnrolDevice>()
            .ExecuteAsync("pump-1", token, request, makeKey: false, Origin, CancellationToken.None))));
        Assert.Single(answers.Select(answer => answer.Certificate.Id).Distinct());
        Assert.Single((await registry.FindAsync("pump-1"))!.Certificates);

        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var renewal = Request("pump-1", next);
        var shown = Shown(registry, answers[0].Certificate);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        var renewed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            Task.Run(() => registry.Get<RenewCertificate>().ExecuteAsync(shown, renewal, makeKey: false, Origin, CancellationToken.None))));
        Assert.Single(renewed.Select(answer => answer.Certificate.Id).Distinct());
        Assert.Equal(2,
            (await registry.FindAsync("pump-1"))!.Certificates.Count(certificate => certificate.Status == CertificateStatus.Active));
    }

    [Fact]
    public async Task ARenewalThatIsSentAgain_GetsTheSameCertificate_AndRetiresNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        var rotation = await registry.StartRotationAsync("pump-1", 10);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = await RenewAsync(registry, old, next);

        // Days later: the device has slept, and its rotation is still open.
        registry.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(first.Id, (await RenewAsync(registry, old, next)).Id);
        await registry.Get<RotationProof>().NoteConnectedAsync("pump-1", first.Id);
        Assert.Equal(first.Id, (await RenewAsync(registry, old, next)).Id);
        Assert.Equal(RotationState.Proven, (await registry.Get<RotationQueries>()
            .FindAsync("pump-1", rotation.Id, TestRegistry.Administrator, CancellationToken.None))!.State);
        Assert.Equal(2,
            (await registry.FindAsync("pump-1"))!.Certificates.Count(certificate => certificate.Status == CertificateStatus.Active));
    }

    [Fact]
    public async Task ARenewalToAnotherKey_ReplacesTheOneThatWasNeverUsed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        using var lost = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = await RenewAsync(registry, old, lost);
        var second = await RenewAsync(registry, old, next);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(CertificateStatus.Revoked, (await registry.CertificateAsync(first.Id))!.Status);
    }

    [Fact]
    public async Task AKeyOfThePortals_IsMadeAnew_AndTheLostOneRetired()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await registry.EnrolAsync("pump-1");
        using var unused = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = await registry.Get<RenewCertificate>()
            .ExecuteAsync(Shown(registry, old), Request("pump-1", unused), makeKey: true, Origin, CancellationToken.None);
        var second = await registry.Get<RenewCertificate>()
            .ExecuteAsync(Shown(registry, old), Request("pump-1", unused), makeKey: true, Origin, CancellationToken.None);
        Assert.NotEqual(first.PrivateKey, second.PrivateKey);
        Assert.Equal(CertificateStatus.Revoked, (await registry.CertificateAsync(first.Certificate.Id))!.Status);
    }

    private static async Task<string> TokenAsync(TestRegistry registry, string name, int? hours = null)
    {
        await registry.RegisterAsync(name);
        return (await registry.CreateEnrolmentTokenAsync(name, hours)).Token;
    }

    private static byte[] Request(
        string name, ECDsa key) => new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    private static Task<EnrolledDevice> EnrolAsync(TestRegistry registry, string name, string token, ECDsa key, bool makeKey = false) =>
        registry.Get<EnrolDevice>().ExecuteAsync(name, token, Request(name, key), makeKey, Origin, CancellationToken.None);

    private static PresentedCertificate Shown(TestRegistry registry, CertificateView view)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(view.Der);
        return new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
    }

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with, ECDsa key)
    {
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        return (await registry.Get<RenewCertificate>()
            .ExecuteAsync(Shown(registry, with), Request(with.ThingName, key), makeKey: false, Origin, CancellationToken.None)).Certificate;
    }

    private static async Task RefusedAsync(
        string code, Func<Task> action) => Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(action)).Code);
}
