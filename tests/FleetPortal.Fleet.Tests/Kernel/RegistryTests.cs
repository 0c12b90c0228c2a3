using System.Security.Cryptography;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Seeding;
using FleetPortal.Fleet.Things;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

public sealed class RegistryTests
{
    [Fact]
    public async Task ANameThatDiffersOnlyByCase_IsRefused_NamingItsTwin()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync("Pump-1"));
        Assert.Equal("thing-name-case-twin", error.Code);
        Assert.Contains("pump-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDatabaseItself_RefusesACaseTwin()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        var error = Assert.Throws<SqliteException>(() => Execute(registry,
            "INSERT INTO Things (Name, Enabled, Attributes, CreatedAt, Version, Connected) VALUES ('PUMP-1', 1, '{}', 0, 1, 0)"));
        Assert.Contains("UNIQUE constraint failed: Things.Name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameKeyForASecondThing_IsRefused_AndForTheSameThingAccepted()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await registry.RegisterAsync("pump-2");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key);
        await registry.IssueAsync("pump-1", key);
        Assert.Equal("public-key-taken", (await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("pump-2", key))).Code);
    }

    [Fact]
    public async Task TheDatabaseItself_RefusesAKeyOrACertificateOfASecondThing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        await registry.RegisterAsync("pump-2");
        Assert.Contains("UNIQUE", Assert.Throws<SqliteException>(() => Execute(registry,
            "INSERT INTO ThingKeys (KeyHash, ThingKey) SELECT KeyHash, 2 FROM ThingKeys")).Message, StringComparison.Ordinal);
        Assert.Contains("FOREIGN KEY", Assert
            .Throws<SqliteException>(() => Execute(registry, "UPDATE Certificates SET ThingKey = 2")).Message, StringComparison.Ordinal);
        Assert.Contains("UNIQUE", Assert.Throws<SqliteException>(() => Execute(registry,
            "INSERT INTO Certificates (Id, ThingKey, AuthorityKey, SerialNumber, KeyHash, KeyAlgorithm, KeyMadeByPortal, Profile, "
            + "Status, StatusChangedAt, NotBefore, NotAfter, IssuedAt, Der, Shard) SELECT Id, ThingKey, AuthorityKey, SerialNumber || "
            + "'x', KeyHash, KeyAlgorithm, 0, Profile, Status, 0, 0, 0, 0, Der, 0 FROM Certificates")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARevokedCertificate_StaysRevoked()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.ReleaseAsync(certificate.Id));
        Assert.Equal("certificate-revoked", error.Code);
        Assert.Equal(CertificateStatus.Revoked, (await registry.FindAsync("pump-1"))!.Certificates[0].Status);
    }

    [Fact]
    public async Task RevokingTwice_IsRevokingOnce()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var first = await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        Assert.Equal(first.ChangedAt, second.ChangedAt);
    }

    [Fact]
    public async Task ContainingAndReleasing_TurnsEveryActiveCertificateOffAndOn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key);
        var done = await registry.ContainAsync("pump-1", "stolen");
        Assert.Equal(2, done.CertificatesHeld.Count);
        Assert.Equal(CertificateStatus.Inactive, (await RowAsync(registry, "pump-1")).Credential);
        await registry.Get<ReleaseThing>().ExecuteAsync("pump-1", null, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(CertificateStatus.Active, (await RowAsync(registry, "pump-1")).Credential);
    }

    [Fact]
    public async Task Containing_TakesTheStoredName_HoweverItIsSpelled()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        Assert.Equal("pump-1", (await registry.ContainAsync("PUMP-1", null)).ThingName);
    }

    [Fact]
    public async Task AbsurdNumbersAndNulls_AreBadInput()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("validity-too-long",
            (await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("pump-1", key, int.MaxValue))).Code);
        Assert.Equal("validity-too-long",
            (await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("pump-1", key, int.MinValue))).Code);
        Assert.Equal("token-invalid",
            (await Assert.ThrowsAsync<FleetError>(() => registry.CreateTokenAsync("t", Role.Viewer, int.MaxValue))).Code);
        Assert.Equal("thing-invalid",
            (await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync(new RegisterThingRequest("x", null, [null!])))).Code);
        Assert.Equal("query-invalid", Assert.Throws<FleetError>(() => ThingQuery.Parse("abc\0")).Code);
    }

    [Fact]
    public async Task ARetiredThing_KeepsItsName_UntilItIsForgotten()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var retire = registry.Get<RetireThing>();
        await retire.ExecuteAsync("pump-1", forget: false, TestRegistry.Administrator, CancellationToken.None);
        var certificate = (await registry.FindAsync("pump-1"))!.Certificates[0];
        Assert.Equal((CertificateStatus.Revoked, RevocationReason.CessationOfOperation), (certificate.Status, certificate.Reason));
        Assert.Equal("thing-name-taken", (await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync("pump-1"))).Code);
        await retire.ExecuteAsync("pump-1", forget: true, TestRegistry.Administrator, CancellationToken.None);
        await registry.RegisterAsync("pump-1");
    }

    [Fact]
    public async Task AnOldVersion_IsRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        var update = registry.Get<UpdateThing>();
        await update.ExecuteAsync(new UpdateThingRequest("pump-1", Groups: ["a", "b"], Version: 1),
            TestRegistry.Administrator, CancellationToken.None);
        await update.ExecuteAsync(new UpdateThingRequest("pump-1", Groups: ["b", "c"], Version: 2),
            TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(["b", "c"], (await registry.FindAsync("pump-1"))!.Groups);
        Assert.Equal(FleetErrorKind.VersionMismatch, (await Assert.ThrowsAsync<FleetError>(() => update.ExecuteAsync(
            new UpdateThingRequest("pump-1", Type: "x", Version: 1), TestRegistry.Administrator, CancellationToken.None))).Kind);
    }

    [Fact]
    public async Task EveryFaultOfBadInput_IsNamedWithItsField()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var request = new RegisterThingRequest("a b", "x/y", ["g g"], new Dictionary<string, string> { ["k"] = new string('v', 2000) });
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.RegisterAsync(request));
        Assert.Equal(["name", "type", "groups", "attributes"], error.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public async Task AnActorWithoutTheRight_ChangesNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var viewer = new Actor("persona", "Aiko", Role.Viewer);
        var support = new Actor("persona", "Mara", Role.Support);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RevokeCertificate>()
            .ExecuteAsync(certificate.Id, RevocationReason.KeyCompromise, viewer, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<RegisterThing>()
            .ExecuteAsync(new RegisterThingRequest("pump-2"), support, CancellationToken.None))).Code);
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<FleetError>(() => registry.Get<CreateApiToken>()
            .ExecuteAsync("t", Role.Viewer, null, support, CancellationToken.None))).Code);
        Assert.Equal(CertificateStatus.Active, (await registry.FindAsync("pump-1"))!.Certificates[0].Status);
    }

    [Fact]
    public async Task AThousandWritesAtOnce_AllSucceedOrFailAlone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            try
            {
                // Every tenth collides with its neighbour.
                await registry.RegisterAsync($"pump-{(i % 10 == 9 ? i - 1 : i)}");
                return true;
            }
            catch (FleetError e) when (e.Kind == FleetErrorKind.Conflict)
            {
                return false;
            }
        }));
        Assert.Equal(900, results.Count(done => done));
        Assert.Equal(900, (await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None)).Things);
        Assert.Null((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);
    }

    [Fact]
    public async Task AnIntentWithoutACertificate_IsAbandonedAtTheNextStart()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        Execute(registry, "INSERT INTO Issuances (SerialNumber, AuthorityKey, ThingKey, IntendedAt, State) VALUES ('aa', 2, 1, 0, 0)");
        await registry.StartAsync();
        await using var db = registry.Get<Registry>().Read();
        Assert.Equal(IssuanceState.Abandoned,
            (await db.Set<IssuanceRecord>().SingleAsync(x => x.SerialNumber == "aa", CancellationToken.None)).State);
    }

    [Fact]
    public async Task ADatabaseThatANewerProgramChanged_IsLeftAlone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Execute(registry, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0')");
        var error = await Assert.ThrowsAsync<FleetError>(() => registry.Get<FleetDatabase>().PrepareAsync(CancellationToken.None));
        Assert.Equal("database-newer", error.Code);
    }

    [Fact]
    public async Task ListsFilterSearchAndPage()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.Get<SeedFleet>().ExecuteAsync(500, new Progress<int>(), TestRegistry.Administrator, CancellationToken.None);
        var queries = registry.Get<ThingQueries>();
        Assert.Equal(500, await TotalAsync(""));
        Assert.Equal(300, await TotalAsync("type:meter"));
        Assert.Equal(1, await TotalAsync("0000042"));
        Assert.Equal(50, await TotalAsync("gat"));
        Assert.Equal(50, await TotalAsync("ga"));
        Assert.Equal(0, await TotalAsync("connected:yes"));
        Assert.Equal(15, await TotalAsync("status:none"));
        Assert.Equal(0, (await queries.ListAsync(new ThingQuery { Words = ["\"quoted*"] },
            ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None)).Total);

        var all = new List<string>();
        ThingPlace? after = null;
        do
        {
            var page = await queries.ListAfterAsync(new ThingQuery(),
                ThingSort.Name, after, 64, TestRegistry.Administrator, CancellationToken.None);
            all.AddRange(page.Items.Select(item => item.Name));
            after = page.Items.Count == 64 ? ThingPlace.Of(page.Items[^1], ThingSort.Name) : null;
        }
        while (after is not null);
        Assert.Equal(500, all.Distinct().Count());
        var window = await queries.ListAsync(new ThingQuery(), ThingSort.Name, 440, 60, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(all.Skip(440), window.Items.Select(item => item.Name));

        async Task<int> TotalAsync(string q) =>
            (await queries.ListAsync(ThingQuery.Parse(q), ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None)).Total;
    }

    [Fact]
    public async Task AnExpiredCertificate_IsComputed_NotStored()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key, days: 1);
        Assert.Equal(1, (await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None)).Expiring);
        registry.Time.Advance(TimeSpan.FromDays(2));
        var counts = await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((0, 1), (counts.Expiring, counts.Expired));
        Assert.Equal(CertificateStatus.Active, (await registry.FindAsync("pump-1"))!.Certificates[0].Status);
    }

    [Fact]
    public async Task AToken_IsKnownByItsHash_UntilItExpires()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (view, token) = await registry.CreateTokenAsync("ci", Role.Operator, 1);
        var tokens = registry.Get<ApiTokens>();
        Assert.Equal(new Actor("token", "ci", Role.Operator) { Id = view.Id },
            await tokens.AuthenticateAsync(token, CancellationToken.None));
        Assert.Null(await tokens.AuthenticateAsync(token + "x", CancellationToken.None));
        Assert.DoesNotContain(token, System.Text.Encoding.Latin1
            .GetString(await File.ReadAllBytesAsync(registry.DatabasePath + "-wal", CancellationToken.None)), StringComparison.Ordinal);
        registry.Time.Advance(TimeSpan.FromDays(2));
        Assert.Null(await tokens.AuthenticateAsync(token, CancellationToken.None));
    }

    private static async Task<ThingRow> RowAsync(TestRegistry registry, string name) =>
        (await registry.Get<ThingQueries>().ListAsync(new ThingQuery { Words = [name] },
            ThingSort.Name, 0, 1, TestRegistry.Administrator, CancellationToken.None)).Items[0];

    private static void Execute(TestRegistry registry, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={registry.DatabasePath};Foreign Keys=True");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
