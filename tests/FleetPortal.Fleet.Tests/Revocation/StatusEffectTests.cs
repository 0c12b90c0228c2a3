using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Ocsp;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.Revocation;

/// <summary>The registry runs the effects of a status change, regardless of the code that changed it.</summary>
public sealed class StatusEffectTests
{
    [Fact]
    public async Task ATransactionThatRevokes_AndCallsNothingElse_ClosesTheSession_AndTellsOcspAndTheCrl()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        registry.Connect(certificate);
        var authority = registry.Get<AuthorityVault>().Issuing.Key;
        Assert.Equal(OcspState.Good, registry.Get<OcspService>().StatusOf(authority, certificate.SerialNumber).State);

        var octets = certificate.Id.ToOctets();
        var changes = await registry.Get<Registry>().WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<CertificateRecord>().Include(x => x.Thing).Single(x => x.Id == octets);
                CertificateTransitions.Apply(scope,
                    record, record.Thing!, CertificateStatus.Revoked, RevocationReason.Superseded, TestRegistry.Administrator);
                return scope.Note<StatusChanges>();
            },
            CancellationToken.None);

        Assert.Equal(1, changes.SessionsClosed);
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
        Assert.Equal(OcspState.Revoked, registry.Get<OcspService>().StatusOf(authority, certificate.SerialNumber).State);
        Assert.True(changes.Known is { SessionClosed: not null, ReconnectRefused: not null, Ocsp: not null, Crl: not null });
        await using var db = registry.Get<Registry>().Read();
        Assert.Single(db.Set<StatusTimingRecord>());
    }

    [Fact]
    public async Task ATransactionThatDisablesAnAuthority_AndCallsNothingElse_ClosesWhatDependsOnIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        registry.Connect(await registry.EnrolAsync("pump-1"));
        var id = registry.Get<AuthorityVault>().Issuing.Id;
        var changes = await registry.Get<Registry>().WriteAsync(
            scope =>
            {
                AuthorityRows.SetStatus(scope, AuthorityRows.Find(scope, id), AuthorityStatus.Disabled, TestRegistry.Administrator);
                return scope.Note<AuthorityChanges>();
            },
            CancellationToken.None);
        Assert.Equal(1, changes.SessionsClosed);
        Assert.Equal(0, registry.Get<LiveConnections>().OpenCount);
        Assert.Null(registry.Get<AuthorityVault>().DefaultIssuer);
    }

    [Fact]
    public async Task TransactionsThatAreWrittenTogether_HaveTheirEffectsOnce_AndAFailureKeepsNothingFromTheOthers()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificates = new List<CertificateView> { await registry.EnrolAsync("a"),
            await registry.EnrolAsync("b"), await registry.EnrolAsync("c") };
        await registry.Get<Registry>().WriteAsync(Revoking(await registry.EnrolAsync("first"), fail: false), CancellationToken.None);
        var before = await NumberAsync(registry);
        var writes = await registry.Get<Registry>()
            .WriteTogetherAsync(certificates.Select((certificate, i) => Revoking(certificate, fail: i == 1)), CancellationToken.None);

        Assert.Equal([true, false, true], writes.Select(write => write.IsCompletedSuccessfully));
        await Assert.ThrowsAsync<InvalidOperationException>(() => writes[1]);
        Assert.All([await writes[0], await writes[2]], changes => Assert.NotNull(changes.Known.Crl));
        Assert.Equal(before + 1, await NumberAsync(registry));
    }

    [Fact]
    public async Task AnOfflineTransaction_HasNoEffects_AndKeepsNoCertificateInMemory()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        registry.Connect(certificate);
        var revoke = Revoking(certificate, fail: false);
        var changes = await registry.Get<Registry>().WriteAsync(
            scope =>
            {
                scope.Note<StatusChanges>().IsOffline = true;
                return revoke(scope);
            },
            CancellationToken.None);
        Assert.Empty(changes.Certificates);
        Assert.Equal(1, registry.Get<LiveConnections>().OpenCount);
        await using var db = registry.Get<Registry>().Read();
        Assert.Empty(db.Set<StatusTimingRecord>());
    }

    private static Func<WriteScope, StatusChanges> Revoking(CertificateView certificate, bool fail) => scope =>
    {
        var octets = certificate.Id.ToOctets();
        var record = scope.Db.Set<CertificateRecord>().Include(x => x.Thing).Single(x => x.Id == octets);
        CertificateTransitions.Apply(scope,
            record, record.Thing!, CertificateStatus.Revoked, RevocationReason.Superseded, TestRegistry.Administrator);
        return fail ? throw new InvalidOperationException("A fault of the test.") : scope.Note<StatusChanges>();
    };

    private static async Task<long> NumberAsync(TestRegistry registry)
    {
        await using var db = registry.Get<Registry>().Read();
        return await db.Set<CrlShardRecord>().Select(x => x.Number).SingleAsync();
    }
}
