using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>
/// What an image would hold, without an engine: the Dockerfile's own lines are read, and its steps are carried out with
/// the image's paths replaced by a directory of the test.
/// </summary>
public sealed partial class PublishTests
{
    private const int ImageUser = 1654;
    private const int FirstPort = 20_000;
    private const int LastPort = 30_000;

    [Fact]
    public async Task TheDockerfilesSteps_GiveAPortalThatRunsAsItsUser_ServesItsAssets_ListsItsPackages_AndIsHealthy()
    {
        using var image = new TemporaryDirectory();
        var root = Root();
        var dockerfile = await File.ReadAllTextAsync(Path.Combine(root, "Dockerfile"), TestContext.Current.CancellationToken);
        var (app, data) = (image.File("app"), image.File("data"));
        Assert.Equal(2, BaseImages().Count(dockerfile));

        var publish = Publish().Match(dockerfile).Groups[1].Value.Replace("/app", app, StringComparison.Ordinal);
        var built = await Tool.RunAsync("sh", ["-c", publish + " -nodeReuse:false"], directory: root);
        Assert.True(built.ExitCode == 0, built.All);
        Assert.False(File.Exists(Path.Combine(app, "appsettings.Development.json")));

        // CycloneDX: whoever runs this can look up what is inside.
        var sbom = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(app, "sbom.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(("CycloneDX", "FleetPortal"), ((string)sbom["bomFormat"]!, (string)sbom["metadata"]!["component"]!["name"]!));
        Assert.Superset(new HashSet<string> { "BouncyCastle.Cryptography", "MQTTnet", "MudBlazor", "SQLitePCLRaw.lib.e_sqlite3" },
            sbom["components"]!.AsArray().Select(component => (string)component!["name"]!).ToHashSet());

        Directory.CreateDirectory(data);
        Assert.Contains($"chown {ImageUser}:{ImageUser} /data", dockerfile, StringComparison.Ordinal);
        var asRoot = Environment.UserName == "root";
        string[] user = asRoot ? ["setpriv", $"--reuid={ImageUser}", $"--regid={ImageUser}", "--clear-groups"] : [];
        if (asRoot)
        {
            Assert.Equal(0,
                (await Tool.RunAsync("sh", ["-c", $"chown {ImageUser}:{ImageUser} '{data}' && chmod 755 '{image.Path}'"])).ExitCode);
        }

        var environment = Variables().Matches(dockerfile).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value
            .Replace("/data", data, StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        Assert.Equal(data, environment["Data__Directory"]);
        foreach (var listener in new[] { "Listen__Portal", "Listen__Devices", "Listen__Mqtt" })
        {
            environment[listener] = PortAtTheEnd().Replace(environment[listener], ":" + FreePort());
        }

        string[] command = [.. user, Path.Combine(app, "FleetPortal")];
        using var process = Tool.Start(command[0], command[1..], app, environment);
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        try
        {
            Assert.Contains("HEALTHCHECK", dockerfile, StringComparison.Ordinal);
            Assert.Contains("\"./FleetPortal\", \"health\"", dockerfile, StringComparison.Ordinal);
            await Eventually.Get("the health check", () => Tool.RunAsync(command[0], [.. command[1..], "health"],
                directory: app, environment: environment), health => health.ExitCode == 0 || process.HasExited);
            Assert.False(process.HasExited, process.HasExited ? string.Concat(await said) : "");
            await AssertAssetsAsync(new Uri(environment["Listen__Portal"]));
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    /// <summary>Every style and script that the entrance names is there, and so are the fonts that the style names.</summary>
    private static async Task AssertAssetsAsync(Uri portal)
    {
        var pages = await CurlAsync(new Uri(portal, "/sign-in"));
        var assets = Assets().Matches(pages).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains(assets, asset => asset.Contains("tokens", StringComparison.Ordinal));
        foreach (var asset in assets.Append("fonts/inter-latin-wght-normal.woff2").Append("js/fleet.js").Append("_framework/blazor.web.js"))
        {
            var answer = await Tool.RunAsync("curl",
                ["-sk", "-o", "/dev/null", "-w", "%{http_code} %{size_download}", new Uri(portal, "/" + asset).ToString()]);
            Assert.StartsWith("200 ", answer.Output, StringComparison.Ordinal);
            Assert.NotEqual("200 0", answer.Output);
        }

        var compressed = await Tool.RunAsync("curl",
            ["-sk", "-o", "/dev/null", "-D", "-", "-H", "Accept-Encoding: br", new Uri(portal, "/css/base.css").ToString()]);
        Assert.Contains("content-encoding: br", compressed.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> CurlAsync(Uri address) => (await Tool.RunAsync("curl", ["-sk", address.ToString()])).Output;

    /// <summary>Below those that the system gives out by itself: between the look and the start nobody else is given it.</summary>
    private static string FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            try
            {
                using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
                listener.Start();
                return port.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Taken: another.
            }
        }
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Dockerfile")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }

    /// <summary>By digest: the same Dockerfile gives the same image.</summary>
    [GeneratedRegex(@"^ARG (?:SDK|RUNTIME)=mcr\.microsoft\.com/dotnet/[a-z]+:[0-9.]+@sha256:[0-9a-f]{64}$", RegexOptions.Multiline)]
    private static partial Regex BaseImages();

    [GeneratedRegex("RUN (dotnet publish .*)")]
    private static partial Regex Publish();

    [GeneratedRegex(@"(\w+__\w+)=(\S+)")]
    private static partial Regex Variables();

    [GeneratedRegex(":[0-9]+$")]
    private static partial Regex PortAtTheEnd();

    [GeneratedRegex("(?:href|src)=\"((?:css|js|icons|_content|_framework)/[^\"]+)\"")]
    private static partial Regex Assets();
}
