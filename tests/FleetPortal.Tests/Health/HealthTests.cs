using System.Diagnostics;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Tests.Health;

/// <summary>What <c>/health/ready</c> and the API say while the database does not take writes.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task LockOfAnotherProcess_IsSaidByHealth_AndIsA503WithItsCode()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory,
            "Production", $"--Database:ConnectionString=Data Source={directory.File("fleet.db")};Default Timeout=1");
        Assert.Equal("ok", (string)(await ReadyAsync(portal)).Body["parts"]!["database"]!);

        await using (var other = new SqliteConnection($"Data Source={directory.File("fleet.db")}"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var held = other.BeginTransaction();
            var (status, body) = await portal.PostAsync("/things", new { name = "pump-1" });
            Assert.Equal((503, "database-locked"), (status, (string)body["code"]!));
            var ready = await Eventually.Get("health to say it", () => ReadyAsync(portal), ready => (string)ready.Body["state"]! != "ok");
            Assert.Equal((200, "degraded"), (ready.Status, (string)ready.Body["state"]!));
            Assert.StartsWith("accepts no writes: database-locked", (string)ready.Body["parts"]!["database"]!, StringComparison.Ordinal);

            // Reading goes on.
            Assert.Equal(0, (int)(await portal.GetAsync("/things"))["total"]!);
            await held.RollbackAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(201, (await portal.PostAsync("/things", new { name = "pump-1" })).Status);
        await Eventually.Get("health to be ok", () => ReadyAsync(portal), ready => (string)ready.Body["state"]! == "ok");
    }

    [Fact]
    public async Task ManyWhoAskForHealth_CostFewWrites()
    {
        await using var portal = await RunningPortal.StartAsync();
        var started = Stopwatch.GetTimestamp();
        await ReadyAsync(portal);
        var first = await AtAsync(portal);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadyAsync(portal)));
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(2) || await AtAsync(portal) == first);
    }

    private static async Task<long> AtAsync(RunningPortal portal)
    {
        await using var sqlite = new SqliteConnection($"Data Source={Path.Combine(portal.Application.Settings.DataDirectory, "fleet.db")}");
        await sqlite.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = "SELECT At FROM SelfChecks";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task<(int Status, JsonObject Body)> ReadyAsync(RunningPortal portal)
    {
        using var answer = await portal.Api.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode,
            JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject());
    }
}
