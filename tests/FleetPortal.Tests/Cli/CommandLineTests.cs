using System.Net.Http.Headers;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Cli;

public sealed class CommandLineTests
{
    private static readonly Actor Administrator = new("account", "Jonas", Role.Administrator);

    [Fact]
    public async Task ATokenMadeBesideARunningPortal_IsAloneOnStandardOutput_AndWorksThere()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var result = await PortalProcess.RunAsync(
            ["token", "create", "--name", "ci", "--role", "viewer", "--expires", "90d", .. PortalProcess.SettingsFor(directory.Path)]);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^fp_[A-Za-z0-9_-]{43}\n$", result.Output);

        using var client = portal.ClientOf(result.Output.Trim());
        Assert.Equal(200,
            (int)(await client.GetAsync(new Uri("/api/v1/things", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        using var body = new StringContent("{\"name\":\"x\"}", MediaTypeHeaderValue.Parse("application/json"));
        Assert.Equal(403, (int)(
            await client.PostAsync(new Uri("/api/v1/things", UriKind.Relative), body, TestContext.Current.CancellationToken)).StatusCode);

        // Both wrote to the same audit: the chain must still hold.
        Assert.Equal(201, (await portal.PostAsync("/things", new { name = "after" })).Status);
        Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. PortalProcess.SettingsFor(directory.Path)])).ExitCode);
    }

    [Fact]
    public async Task AnEnrolmentTokenMadeBesideARunningPortal_IsAloneOnStandardOutput_AndEnrolsItsThingOnce()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        await portal.PostAsync("/things", new { name = "pump-1" });
        string[] settings = PortalProcess.SettingsFor(directory.Path);
        var result = await PortalProcess.RunAsync(["enrolment", "create", "--thing", "pump-1", "--expires", "2h", .. settings]);
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("^fe_[A-Za-z0-9_-]{32}\n$", result.Output);
        Assert.Equal((200, 401), (await EstClient.EnrolAsync(portal, "pump-1", result.Output.Trim()),
            await EstClient.EnrolAsync(portal, "pump-1", result.Output.Trim())));
        Assert.Single((await portal.GetAsync("/things/pump-1"))["certificates"]!.AsArray());

        // One that was given to the wrong person is ended, and containing ends them all.
        foreach (var end in new[] { "cancel", "contain" })
        {
            var token = (await PortalProcess.RunAsync(["enrolment", "create", "--thing", "pump-1", .. settings])).Output.Trim();
            var open = Assert.Single((await portal.GetAsync("/things/pump-1/enrolment-tokens"))["items"]!.AsArray())!;
            Assert.DoesNotContain(token, open.ToJsonString(), StringComparison.Ordinal);
            var cancel = new Uri($"/api/v1/things/pump-1/enrolment-tokens/{open["id"]}", UriKind.Relative);
            Assert.Equal(end == "cancel" ? 204 : 200, end == "cancel" ? (int)(await portal.Api.DeleteAsync(cancel,
                TestContext.Current.CancellationToken)).StatusCode : (await portal.PostAsync("/things/pump-1/contain", new { })).Status);
            Assert.Equal(401, await EstClient.EnrolAsync(portal, "pump-1", token));
            Assert.Empty((await portal.GetAsync("/things/pump-1/enrolment-tokens"))["items"]!.AsArray());
            Assert.Equal(404, (int)(await portal.Api.DeleteAsync(cancel, TestContext.Current.CancellationToken)).StatusCode);
        }

        var unknown = await PortalProcess.RunAsync(["enrolment", "create", "--thing", "nobody", .. settings]);
        Assert.Equal((1, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("There is no Thing nobody", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("--expires soon is not a duration such as 48h or 7d", (await PortalProcess
            .RunAsync(["enrolment", "create", "--thing", "pump-1", "--expires", "soon", .. settings])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_FillsAnEmptyRegistry_AndRefusesAFullOne()
    {
        using var directory = new TemporaryDirectory();
        string[] seed = ["seed", "--things", "1000", .. PortalProcess.SettingsFor(directory.Path)];
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory.Path));
        Assert.Equal(0, (await PortalProcess.RunAsync(seed)).ExitCode);
        var again = await PortalProcess.RunAsync(seed);
        Assert.Equal((1, "The registry holds Things already."), (again.ExitCode, again.Error.Split(" Seed")[0]));
        await using var portal = await RunningPortal.StartAsync(directory);
        Assert.Equal(1000, (await portal.Get<ThingQueries>().CountAsync(Administrator, TestContext.Current.CancellationToken)).Things);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("token create --name x --role viewer")]
    [InlineData("enrolment create --thing x")]
    [InlineData("audit verify")]
    [InlineData("seed --things 1")]
    [InlineData("backup x.tar")]
    public async Task WithoutAPortal_CommandsSayWhere_AndMakeNothing(string command)
    {
        using var directory = new TemporaryDirectory();
        var result = await PortalProcess.RunAsync([.. command.Split(' '), .. PortalProcess.SettingsFor(directory.File("data"))]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"There is no portal in {directory.File("data")}", result.All, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
    }

    [Fact]
    public async Task Doctor_SaysWhatIsOkAndWhatToDo()
    {
        using var directory = new TemporaryDirectory();
        string[] settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var well = await PortalProcess.RunAsync(["doctor", .. settings]);
        Assert.Equal(0, well.ExitCode);
        Assert.DoesNotContain("BAD", well.Output, StringComparison.Ordinal);

        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var bad = await PortalProcess
            .RunAsync(["doctor", .. settings, $"--Listen:Mqtt=mqtts://127.0.0.1:{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}"]);
        Assert.Equal(1, bad.ExitCode);
        Assert.Contains("BAD  Listen:Mqtt", bad.Output, StringComparison.Ordinal);

        var far = await PortalProcess.RunAsync(["doctor", .. settings, "--Listen:Mqtt=mqtts://0.0.0.0:0"]);
        Assert.Equal(0, far.ExitCode);
        Assert.Contains("WARN settings: Listen:PublicHost is localhost", far.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_SaysWhatToRegisterAtTheIdentityProvider_AndThatNobodyWouldAdministerThePortal()
    {
        using var directory = new TemporaryDirectory();
        string[] settings =
        [
            .. PortalProcess.SettingsFor(directory.Path), "--Listen:BehindProxy=true", "--Listen:PublicHost=fleet.example.com",
            "--Authentication:OpenIdConnect:Authority=https://login.example.com", "--Authentication:OpenIdConnect:ClientId=portal",
        ];
        await PortalProcess.FoundAsync(settings);
        var nobody = await PortalProcess.RunAsync(["doctor", .. settings]);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("BAD  sign-in: No role of the identity provider maps to administrator", nobody.Output, StringComparison.Ordinal);
        var mapped = await PortalProcess
            .RunAsync(["doctor", .. settings, "--Authentication:OpenIdConnect:RoleMap:fleet-admins=administrator"]);
        Assert.Equal(0, mapped.ExitCode);
        Assert.Contains(
            "redirect URI https://fleet.example.com/sign-in/oidc and the post-logout redirect URI https://fleet.example.com/sign-out/oidc",
            mapped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_BesideTheRunningPortal_IsOk()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var result = await PortalProcess
            .RunAsync(["doctor", .. PortalProcess.SettingsFor(directory.Path), $"--Listen:Mqtt=mqtts://127.0.0.1:{portal.MqttPort}"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"ok   Listen:Mqtt: 127.0.0.1:{portal.MqttPort} is in use while the portal runs",
            result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsPrinted() => Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", (await PortalProcess.RunAsync("--version")).Output);

    [Fact]
    public async Task Simulate_NeedsAToken_AndThenRunsAgainstAnyPortal()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync();
        var address = portal.Application.PortalAddress.ToString();
        Assert.Equal(2, (await PortalProcess.RunAsync("simulate", "--url", address, "--things", "3")).ExitCode);
        using var process = Tool.Start(PortalProcess.Path,
            ["simulate", "--url", address, "--things", "3", "--token", portal.Token, "--state", directory.Path]);
        try
        {
            await Eventually.Get("three simulated connections",
                async () => (int)(await portal.GetAsync("/connections"))["total"]!, count => count == 3);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }
}
