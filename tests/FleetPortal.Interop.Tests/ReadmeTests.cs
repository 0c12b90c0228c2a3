using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// Runs every shell block of the README, one after another and word for word, in an empty folder. Only the three ports are
/// replaced by free ones, and <c>dotnet run</c> by the program that was built. A block that cannot be run says why in a comment before it.
/// </summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] OtherLanguages = ["text"];

    private static string Readme => File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    [Fact]
    public void EveryBlock_IsShellOrNamesItsLanguage_AndWhatIsNotRunSaysWhy()
    {
        var blocks = Block().Matches(Readme);
        Assert.Equal(Regex.Count(Readme, "^```", RegexOptions.Multiline), 2 * blocks.Count);
        Assert.All(blocks, block => Assert.Contains(block.Groups["language"].Value, OtherLanguages.Append("sh")));
        Assert.True(Shell().Count() >= 5);
    }

    [Fact]
    public async Task EveryShellBlock_RunsWordForWord_InAnEmptyFolder()
    {
        using var folder = new TemporaryDirectory();
        using var data = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(data.Path);
        var (process, address) = await PortalProcess.ServeAsync(settings);
        try
        {
            var health = JsonNode.Parse(await HealthAsync(address))!;
            var ports = new Dictionary<string, int> { ["5080"] = address.Port,
                ["5443"] = (int)health["devicesPort"]!, ["8883"] = (int)health["mqttPort"]! };
            var tools = await ToolsAsync(folder, settings);
            var work = Directory.CreateDirectory(folder.File("empty")).FullName;
            await SaveWhatThePageOffersAsync(work, settings, address);
            var script = string.Join('\n', Shell().Select(block => ports.Aggregate(block,
                (text, port) => text.Replace(port.Key, port.Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))));
            var result = await Tool.RunAsync("bash", ["-euo", "pipefail", "-c", script], directory: work,
                environment: new Dictionary<string, string> { ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}" });
            Assert.True(result.ExitCode == 0, result.All);
            Assert.Contains("-----BEGIN CERTIFICATE-----", await File.ReadAllTextAsync(Path.Combine(work, "pump-3.pem"),
                TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    /// <summary>The blocks that are run, as they stand.</summary>
    private static IEnumerable<string> Shell() => Block().Matches(Readme)
        .Where(block => block.Groups["language"].Value == "sh" && !block.Groups["why"].Success).Select(block => block.Groups["text"].Value);

    private static async Task<string> HealthAsync(Uri address)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken);
    }

    /// <summary>A folder with a <c>dotnet</c> that runs the built program on the test's data directory.</summary>
    private static async Task<string> ToolsAsync(TemporaryDirectory folder, IEnumerable<string> settings)
    {
        var tools = Directory.CreateDirectory(folder.File("tools")).FullName;
        var dotnet = Path.Combine(tools, "dotnet");
        await File.WriteAllTextAsync(dotnet, $"""
            #!/usr/bin/env bash
            [ "$1 $2 $3" = "run --no-launch-profile --project" ] && [ "$5" = -- ] || exit 64
            shift 5
            exec '{PortalProcess.Path}' "$@" {string.Join(' ', settings.Select(setting => $"'{setting}'"))}
            """);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return tools;
    }

    /// <summary>The three files of the dialog <em>Issue certificate</em>.</summary>
    private static async Task SaveWhatThePageOffersAsync(string work, string[] settings, Uri address)
    {
        var token = (await PortalProcess.RunAsync(["token", "create", "--name", "page", "--role", "operator", .. settings])).Output.Trim();
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await SendAsync(http, "/api/v1/things", """{"name": "pump-1", "type": "pump"}""");
        var issued = JsonNode.Parse(await SendAsync(http, "/api/v1/things/pump-1/certificates", "{}"))!;
        await File.WriteAllTextAsync(Path.Combine(work, "pump-1.key"), (string)issued["privateKeyPem"]!);
        await File.WriteAllTextAsync(Path.Combine(work, "pump-1.pem"), (string)issued["certificatePem"]! + (string)issued["chainPem"]!);
        await File.WriteAllTextAsync(Path.Combine(work, "roots.pem"),
            await http.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative)));
    }

    private static async Task<string> SendAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("^(?:<!-- not run: (?<why>[^\n]+) -->\n)?```(?<language>[a-z]*)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
