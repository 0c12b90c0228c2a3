using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>What the portal says of itself when the disk or the clock fails it.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task ACrlThatCannotBeWritten_TakesNothingBack_IsKnownToBeMissing_AndIsPublishedOnceItCan()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        registry.Connect(certificate);
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        Assert.True((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).IsSound);

        // The disk takes the revocation, and fills up before the CRL.
        await RunAsync(registry,
            "CREATE TRIGGER full BEFORE UPDATE OF Der ON CrlShards BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        var revoked = await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        Assert.True(revoked is { SessionsClosed: 1,
            Known: { SessionClosed: not null, ReconnectRefused: not null, Ocsp: not null, Crl: null } });
        Assert.Equal(1, (await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).CrlPartsWaiting);

        registry.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, (await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).CrlPartsOver);

        await RunAsync(registry, "DROP TRIGGER full");
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        Assert.True((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).IsSound);
        Assert.True(SerialNumber.TryParse(certificate.SerialNumber, out var serial));
        Assert.True(CrlReader.Lists((await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None))!, serial.Value));
    }

    private static async Task RunAsync(TestRegistry registry, string sql)
    {
        await using var sqlite = new SqliteConnection($"Data Source={registry.DatabasePath}");
        await sqlite.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
