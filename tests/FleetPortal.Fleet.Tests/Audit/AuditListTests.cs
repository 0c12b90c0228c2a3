using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Seeding;
using FleetPortal.Fleet.Things;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Audit;

/// <summary>The list of the audit, its catalogue, and the verification that runs all the time.</summary>
public sealed class AuditListTests
{
    [Fact]
    public async Task EntriesAreFound_ByActorActionTargetAndPeriod_NewestFirst()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var mara = new Actor("account", "Mara", Role.Support);
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RegisterAsync("pump-2");
        registry.Time.Advance(TimeSpan.FromHours(1));
        var late = registry.Time.GetUtcNow();
        await registry.Get<RevokeCertificate>().ExecuteAsync(certificate.Id, RevocationReason.KeyCompromise, mara, CancellationToken.None);

        Assert.Equal(["certificate.revoked"], await ActionsAsync(registry, new AuditFilter(Actor: "Mara")));
        Assert.Empty(await ActionsAsync(registry, new AuditFilter(Actor: "mara")));
        Assert.Equal(["certificate.revoked", "certificate.issued"], await ActionsAsync(registry, new AuditFilter(Action: "certificate")));
        Assert.Equal(["certificate.issued"], await ActionsAsync(registry, new AuditFilter(Action: "certificate.issued")));
        Assert.Empty(await ActionsAsync(registry, new AuditFilter(Action: "certificate.%")));
        Assert.Equal(["certificate.revoked", "certificate.issued", "thing.registered"],
            await ActionsAsync(registry, new AuditFilter(Target: "pump-1")));
        Assert.Equal(["certificate.revoked", "certificate.issued"],
            await ActionsAsync(registry, new AuditFilter(Target: certificate.Id.ToString())));
        Assert.Equal(["certificate.revoked"], await ActionsAsync(registry, new AuditFilter(From: late)));
        Assert.DoesNotContain("certificate.revoked", await ActionsAsync(registry, new AuditFilter(To: late)));
    }

    [Fact]
    public async Task AListGoesOn_WhereItStopped_AndAnExportHasEveryEntryOnce()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.Get<SeedFleet>().ExecuteAsync(10, new Progress<int>(), TestRegistry.Administrator, CancellationToken.None);
        for (var i = 0; i < 20; i++)
        {
            await registry.RegisterAsync($"thing-{i}");
        }

        var queries = registry.Get<AuditQueries>();
        List<long> seen = [];
        for (long? before = null; ;)
        {
            var page = await queries.ListAsync(new AuditFilter(), before, 7, TestRegistry.Administrator, CancellationToken.None);
            seen.AddRange(page.Select(entry => entry.Sequence));
            if (page.Count < 7)
            {
                break;
            }

            before = page[^1].Sequence;
        }

        var exported = await queries.ExportAsync(new AuditFilter(), TestRegistry.Administrator, CancellationToken.None)
            .Select(entry => entry.Sequence).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), exported);
        Assert.Equal(exported.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task AChange_IsStoredWithItsBeforeAndAfter_AndFromWhereItCame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        var mara = new Actor("account", "Mara", Role.Operator) { RemoteAddress = "192.0.2.7" };
        await registry.Get<UpdateThing>()
            .ExecuteAsync(new UpdateThingRequest("pump-1", Type: "valve", Enabled: false), mara, CancellationToken.None);
        var entry = Assert.Single(await registry.Get<AuditQueries>()
            .ListAsync(new AuditFilter(Action: "thing.changed"), null, 10, mara, CancellationToken.None));
        var details = AuditDetails.Read(entry.Details);
        Assert.Equal(("pump", "valve"), (details.Before["type"].GetString(), details.After["type"].GetString()));
        Assert.Equal((true, false), (details.Before["enabled"].GetBoolean(), details.After["enabled"].GetBoolean()));
        Assert.DoesNotContain("groups", details.Before.Keys);
        Assert.Equal("192.0.2.7", details.RemoteAddress);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("")]
    public void DetailsThatSomebodyChanged_AreShownAsTheyAre(
        string text) => Assert.Equal(text, AuditDetails.Read(text).Others["details"].GetString());

    [Fact]
    public async Task NewEntries_AreVerifiedAlone_AndAChangeOfAnOldOneIsFoundByTheNextFullVerification()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var verifier = registry.Get<AuditVerifier>();
        await verifier.StepAsync(CancellationToken.None);
        var first = verifier.State;
        await registry.RegisterAsync("pump-1");
        Execute(registry, "UPDATE Audit SET ActorName = 'nobody' WHERE Sequence = 1");
        await verifier.StepAsync(CancellationToken.None);
        Assert.Equal((true, first.Entries + 1), (verifier.State.Holds, verifier.State.Entries));

        registry.Time.Advance(AuditVerifier.FullInterval);
        await verifier.StepAsync(CancellationToken.None);
        Assert.Equal((false, 1L), (verifier.State.Holds, verifier.State.BrokenAt));
    }

    [Fact]
    public async Task NewestEntriesThatAreRemoved_AreMissed_WithinAStep()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        var verifier = registry.Get<AuditVerifier>();
        await verifier.StepAsync(CancellationToken.None);
        var newest = verifier.State.Entries;
        Execute(registry, $"DELETE FROM Audit WHERE Sequence = {newest}");
        await verifier.StepAsync(CancellationToken.None);
        Assert.Equal(newest, verifier.State.BrokenAt);
    }

    [Fact]
    public async Task AnEntryIsShown_WithItsNeighbours_AndSaysWhetherItWasChanged()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var queries = registry.Get<AuditQueries>();
        var found = (await queries.FindAsync(2, TestRegistry.Administrator, CancellationToken.None))!;
        Assert.Equal((1L, 3L, true), (found.Before!.Sequence, found.After!.Sequence, found.Holds));
        Execute(registry, "UPDATE Audit SET Target = 'other' WHERE Sequence = 2");
        Assert.False((await queries.FindAsync(2, TestRegistry.Administrator, CancellationToken.None))!.IsUnchanged);
        Assert.Null(await queries.FindAsync(1000, TestRegistry.Administrator, CancellationToken.None));
    }

    private static async Task<IEnumerable<string>> ActionsAsync(TestRegistry registry, AuditFilter filter) =>
        (await registry.Get<AuditQueries>().ListAsync(filter, null, 100, TestRegistry.Administrator, CancellationToken.None))
            .Select(entry => entry.Action);

    private static void Execute(TestRegistry registry, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={registry.DatabasePath}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
