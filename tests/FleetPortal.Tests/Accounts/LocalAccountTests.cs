using System.Net;
using System.Text.RegularExpressions;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using OtpNet;
using Xunit;

namespace FleetPortal.Tests.Accounts;

public sealed partial class LocalAccountTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task SetUp_KeepsTheName_AndWantsThePasswordTwice()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(portal.Get<SetupLink>().Path!);
        var back = await browser.SubmitAsync("setup", ("name", "root"), ("password", Password), ("repeated", "another one altogether"));
        var (_, html, _) = await browser.GetAsync(back.ToString());
        Assert.Contains("value=\"root\"", html, StringComparison.Ordinal);
        Assert.Contains("not the same", html, StringComparison.Ordinal);
        back = await browser.SubmitAsync("setup", ("name", "root"), ("password", "passwordpassword"), ("repeated", "passwordpassword"));
        Assert.Contains("easy%20to%20guess", back.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStrangerAtAFreshPortal_IsToldWhereTheLinkIs()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        Assert.Contains("There is no administrator yet", (await browser.GetAsync("/sign-in")).Html, StringComparison.Ordinal);
        await SetUpAsync(portal);
        Assert.DoesNotContain("There is no administrator yet", (await browser.GetAsync("/sign-in")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnInvitationByTheApi_IsAccepted_AndTheCommandLineResetsIt()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        using var root = await SetUpAsync(portal);
        var (status, invited) = await portal.PostAsync("/accounts", new { name = "mara", fullName = "Mara Lindqvist", role = "support" });
        Assert.Equal((201, "invited", "none"), (status, (string)invited["state"]!, (string)invited["secondFactor"]!));
        using var mara = new FormBrowser(portal.Application.PortalAddress);
        var link = new Uri((string)invited["inviteUrl"]!).PathAndQuery;
        Assert.Contains("Welcome, Mara Lindqvist", (await mara.GetAsync(link)).Html, StringComparison.Ordinal);
        Assert.Equal("/", (await mara.SubmitAsync("accept", ("password", Password), ("repeated", Password))).ToString());
        Assert.Equal(HttpStatusCode.OK, (await mara.GetAsync("/")).Status);
        Assert.Contains("does not work any more", (await mara.GetAsync(link)).Html, StringComparison.Ordinal);

        var settings = PortalProcess.SettingsFor(directory.Path);
        var reset = await PortalProcess.RunAsync(["account", "reset", "mara", .. settings]);
        Assert.Equal(0, reset.ExitCode);
        await mara.GetAsync(new Uri(reset.Output.Trim()).PathAndQuery);
        Assert.Equal("/",
            (await mara.SubmitAsync("accept", ("password", "seven purple otters"), ("repeated", "seven purple otters"))).ToString());

        // Disabled by a process of its own: the running portal follows within a second or two.
        Assert.Equal(0, (await PortalProcess.RunAsync(["account", "disable", "mara", .. settings])).ExitCode);
        Assert.Contains("/sign-in", (await mara.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.Equal("disabled", (string)(await portal.GetAsync($"/accounts/{invited["id"]}"))["state"]!);
        Assert.Equal(1, (await PortalProcess.RunAsync(["account", "disable", "root", .. settings])).ExitCode);
        Assert.Equal(1, (await PortalProcess.RunAsync(["account", "reset", "nobody", .. settings])).ExitCode);
        Assert.Equal(2,
            (await PortalProcess.RunAsync(["account", "create", "--name", "x", "--role", "support,operator", .. settings])).ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync("/")).Status);
    }

    [Fact]
    public async Task AnotherPersonsRoleAndSessions_AreAdministratorsBusiness()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var root = await SetUpAsync(portal);
        var account = (await portal.GetAsync("/accounts"))["items"]!.AsArray().Single()!;
        Assert.Equal(("root", "administrator", "active"), ((string)account["name"]!, (string)account["role"]!, (string)account["state"]!));
        var refused = await portal.Api.PatchAsync(new Uri($"/api/v1/accounts/{account["id"]}", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { role = "viewer" }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var viewer = await portal.ClientOfAsync(Role.Viewer);
        foreach (var path in new[] { "accounts", $"accounts/{account["id"]}" })
        {
            Assert.Equal(HttpStatusCode.Forbidden,
                (await viewer.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Single((await portal.GetAsync("/sessions"))["items"]!.AsArray());
        Assert.Empty((System.Text.Json.Nodes.JsonNode.Parse(await viewer.GetStringAsync(new Uri("/api/v1/sessions", UriKind.Relative),
            TestContext.Current.CancellationToken)))!["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, (await portal.Api.DeleteAsync(
            new Uri($"/api/v1/sessions?account={account["id"]}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("/sign-in", (await root.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereASecondFactorIsDemanded_ItIsAddedAtTheFirstSignIn_AndAskedForAtTheNext()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", "--Authentication:RequireSecondFactor=true");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(portal.Get<SetupLink>().Path!);
        Assert.Equal("/sign-in/enrol",
            (await browser.SubmitAsync("setup", ("name", "root"), ("password", Password), ("repeated", Password))).ToString());
        Assert.Contains("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
        var secret = Secret()
            .Match((await browser.GetAsync("/sign-in/enrol")).Html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("failed=code-wrong",
            (await browser.SubmitAsync("sign-in/enrol", ("code", "000000"))).ToString(), StringComparison.Ordinal);
        await browser.GetAsync("/sign-in/enrol");
        var (shown, html) = await browser.SubmitForPageAsync("sign-in/enrol",
            ("code", new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp()));
        Assert.Equal(HttpStatusCode.OK, shown);
        var codes = RecoveryCode().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(SecondFactors.RecoveryCodes, codes.Count);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);

        // Another browser with the password alone gets no further; with a recovery code it does, once.
        using var other = new FormBrowser(portal.Application.PortalAddress);
        await other.GetAsync("/sign-in");
        Assert.Equal("/sign-in/second", (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", Password))).ToString());
        Assert.Contains("/sign-in", (await other.GetAsync("/things")).Location, StringComparison.Ordinal);
        Assert.Contains("Sign in again", (await other.GetAsync("/sign-in/enrol")).Html, StringComparison.Ordinal);
        await other.GetAsync("/sign-in/second?recovery=true");
        Assert.Contains("failed=code", (await other.SubmitAsync("sign-in/second", ("code", "wrong"))).ToString(), StringComparison.Ordinal);
        await other.GetAsync("/sign-in/second?recovery=true");
        using var thief = other.Copy();
        Assert.Equal("/", (await other.SubmitAsync("sign-in/second", ("code", codes[0]))).ToString());
        await thief.GetAsync("/sign-in/second?recovery=true");
        Assert.Contains("failed=code",
            (await thief.SubmitAsync("sign-in/second", ("code", codes[0]))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormsOfAccounts_AreRefusedWithoutTheirAntiforgeryToken()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var root = await SetUpAsync(portal);
        foreach (var path in new[] { "/sign-in/local", "/sign-in/second", "/sign-in/enrol",
            "/accept", "/setup", "/sign-in/passkey", "/sign-in/passkey/options", "/account/passkeys/options", "/sign-out" })
        {
            Assert.Equal((path, HttpStatusCode.BadRequest), (path, (await root.PostAsync(path, ("x", "y"))).Status));
        }

        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync("/")).Status);
    }

    private static async Task<FormBrowser> SetUpAsync(RunningPortal portal)
    {
        var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(portal.Get<SetupLink>().Path!);
        Assert.Equal("/",
            (await browser.SubmitAsync("setup", ("name", "root"), ("password", Password), ("repeated", Password))).ToString());
        return browser;
    }

    [GeneratedRegex("<code class=\"mono secret\"[^>]*>([A-Z2-7 ]+)</code>")]
    private static partial Regex Secret();

    [GeneratedRegex("<li>([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})</li>")]
    private static partial Regex RecoveryCode();
}
