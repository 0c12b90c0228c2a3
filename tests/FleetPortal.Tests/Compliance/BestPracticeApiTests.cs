using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Compliance;

/// <summary><c>/compliance/best-practice-1.1</c> and its history.</summary>
public sealed class BestPracticeApiTests(OnePortal one) : IClassFixture<OnePortal>
{
    private const string Path = "/compliance/best-practice-1.1";

    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task Scorecard_HasEveryRecommendation_WithControlsOffendersRemediesAndEvidence()
    {
        await Portal.PostAsync("/things", new { name = "bare-1" });
        var answer = await FreshAsync("1.1.4-d", "bare-1");
        Assert.Equal(["1.1", "1.1.1", "1.1.2", "1.1.3", "1.1.4"], answer["recommendations"]!.AsArray().Select(x => (string)x!["id"]!));
        Assert.InRange((int)answer["score"]!, 0, 99);
        var control = Control(answer, "1.1.4-d");
        Assert.Equal("This will also allow to include any relevant routing information for the device in the topic namespace.",
            (string)control["sentence"]!);
        var offender = control["offenders"]!.AsArray().Single(x => (string)x!["name"]! == "bare-1")!;
        Assert.Equal(("has no type", true), ((string)offender["reason"]!, (bool)offender["isThing"]!));
        Assert.NotNull(offender["since"]);
        Assert.Equal(("Open Things", "things?sort=type"), ((string)control["remedy"]!["label"]!, (string)control["remedy"]!["address"]!));
        var later = Control(answer, "1.1.3-a");
        Assert.Equal(("notCovered", 0m), ((string)later["state"]!, (decimal)later["score"]!));
    }

    [Fact]
    public async Task Hashes_CanBeComputedAgain_FromTheAnswer()
    {
        var answer = await Portal.GetAsync(Path);
        var lines = new StringBuilder();
        foreach (var control in answer["recommendations"]!.AsArray().SelectMany(x => x!["controls"]!.AsArray()))
        {
            Assert.Equal(HashOf(Sorted(control!["evidence"]!)), (string)control["evidenceHash"]!);
            lines.Append(null, $"{control["id"]} {control["evidenceHash"]}\n");
        }

        lines.Append(null, $"audit {answer["audit"]!["sequence"]} {answer["audit"]!["hash"]}\n");
        Assert.Equal(HashOf(lines.ToString()), (string)answer["hash"]!);
        var entries = await Portal.GetAsync("/audit?limit=100");
        Assert.Contains(entries["items"]!.AsArray(), entry => (string)entry!["hash"]! == (string)answer["audit"]!["hash"]!);
    }

    [Fact]
    public async Task Hashes_AreThoseOfTheDocumentedCommands()
    {
        var answer = await Portal.GetAsync(Path);
        using var file = new TemporaryDirectory();
        var report = System.IO.Path.Combine(file.Path, "report.json");
        await File.WriteAllTextAsync(report, answer.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.SkipUnless(File.Exists("/usr/bin/jq"), "jq is not installed");
        var one = await ShellAsync(
            $"jq -cSj '.recommendations[].controls[] | select(.id == \"1.1-c\") | .evidence' {report} | sha256sum");
        Assert.StartsWith((string)Control(answer, "1.1-c")["evidenceHash"]!, one, StringComparison.Ordinal);
        var whole = await ShellAsync("jq -r '(.recommendations[].controls[] | \"\\(.id) \\(.evidenceHash)\"), "
            + $"\"audit \\(.audit.sequence) \\(.audit.hash)\"' {report} | sha256sum");
        Assert.StartsWith((string)answer["hash"]!, whole, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_HasTheDayOfTheFirstMeasurement()
    {
        var days = await Eventually.Get("The first measurement",
            async () => (await Portal.GetAsync($"{Path}/history?days=7"))["days"]!.AsArray(), days => days.Count > 0);
        Assert.Equal(5, days[0]!["recommendations"]!.AsArray().Count);
        Assert.InRange((int)days[0]!["score"]!, 0, 100);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("401")]
    [InlineData("many")]
    public async Task DaysOutOfRange_AreRefused(string days)
    {
        using var answer = await Portal.Api.GetAsync(
            new Uri($"/api/v1{Path}/history?days={days}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Download_NeedsAPerson()
    {
        using var client = Portal.ClientOf(null);
        using var answer = await client.GetAsync(
            new Uri("/findings/best-practice/report.json", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    // The portal keeps a scorecard for five seconds.
    private Task<JsonObject> FreshAsync(string control, string offender) => Eventually.Get($"{offender} in the scorecard",
        () => Portal.GetAsync(Path), answer => Control(answer, control)["offenders"]!.AsArray().Any(x => (string)x!["name"]! == offender));

    private static JsonObject Control(JsonObject answer, string id) => answer["recommendations"]!.AsArray()
        .SelectMany(x => x!["controls"]!.AsArray()).Single(x => (string)x!["id"]! == id)!.AsObject();

    private static string Sorted(JsonNode node) => node is JsonObject members
        ? "{" + string.Join(",", members.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"\"{x.Key}\":{Sorted(x.Value!)}")) + "}"
        : node.ToJsonString();

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(
            new ProcessStartInfo("/bin/bash") { ArgumentList = { "-c", command }, RedirectStandardOutput = true })!;
        return await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
