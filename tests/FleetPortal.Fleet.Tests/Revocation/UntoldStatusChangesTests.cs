using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Fleet.Tests.Revocation;

public sealed class UntoldStatusChangesTests
{
    [Fact]
    public async Task WhatChangedAfterTheMark_IsReadOnce_WithItsStatusNow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var untold = registry.Get<UntoldStatusChanges>();
        var before = await registry.EnrolAsync("pump-1");
        Assert.Empty(await untold.ReadAsync(CancellationToken.None));
        var after = await registry.EnrolAsync("pump-2");
        await registry.RevokeAsync(before.Id, RevocationReason.Superseded);
        await registry.RevokeAsync(after.Id, RevocationReason.Superseded);
        Assert.Equal(
            [
                new CertificateStatusChange(before.Id, "pump-1", PrincipalKind.Thing, before.SerialNumber, CertificateStatus.Revoked),
                new CertificateStatusChange(after.Id, "pump-2", PrincipalKind.Thing, after.SerialNumber, CertificateStatus.Revoked),
            ],
            await untold.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task TheMark_StaysBehindWhatWasJustWritten()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var untold = registry.Get<UntoldStatusChanges>();
        Assert.Empty(await untold.ReadAsync(CancellationToken.None));
        await registry.EnrolAsync("pump-1");
        await untold.MoveMarkAsync(CancellationToken.None);
        Assert.Single(await untold.ReadAsync(CancellationToken.None));
        await untold.MoveMarkAsync(CancellationToken.None);
        Assert.Empty(await untold.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ANewCertificate_IsTold_WithItsOwner()
    {
        var heard = new Heard();
        await using var registry = await TestRegistry.CreateAsync(configure: services => services.AddSingleton<IStatusFollower>(heard));
        var certificate = await registry.EnrolAsync("pump-1");
        var told = Assert.Single(heard.Changes);
        Assert.Equal(
            new CertificateStatusChange(certificate.Id, "pump-1", PrincipalKind.Thing, certificate.SerialNumber, CertificateStatus.Active),
            told);
    }

    private sealed class Heard : IStatusFollower
    {
        public List<CertificateStatusChange> Changes { get; } = [];

        public void StatusChanged(CertificateStatusChange change) => Changes.Add(change);
    }
}
