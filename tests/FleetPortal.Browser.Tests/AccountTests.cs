using FleetPortal.Authentication;
using FleetPortal.Testing;
using Microsoft.Playwright;
using OtpNet;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>People of a portal in Production: the first administrator, a colleague, second factors, sessions.</summary>
public sealed class AccountTests(BrowserFixture fixture)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task AColleague_IsInvited_Accepts_AndSeesWhatTheRoleAllows()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var root = await SetUpAsync(portal);
        await root.GoAsync("/settings/people");
        await root.AssertAccessibleAsync("people");
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "Invite a colleague" }).ClickAsync();
        await root.Page.FillAsync("#invite-name", "mara");
        await root.Page.FillAsync("#invite-full-name", "Mara Lindqvist");
        await root.Page.GetByText("Support", new() { Exact = true }).ClickAsync();
        await root.AssertAccessibleAsync("invite");
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation link" }).ClickAsync();
        var link = (await root.Page.Locator("[data-link]").TextContentAsync())!;
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(root.Page.GetByRole(AriaRole.Row, new() { Name = "Mara Lindqvist" })).ToContainTextAsync("Invited");

        await using var mara = await fixture.OpenAsync(portal);
        await mara.Page.GotoAsync(link);
        await mara.AssertAccessibleAsync("accept");
        await mara.Page.FillAsync("#password", Password);
        await mara.Page.FillAsync("#repeated", Password);
        await mara.Page.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await mara.ReadyAsync();
        await mara.GoAsync("/settings");
        await Expect(mara.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("What the role support may do");
        await Expect(mara.Page.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);

        // The administrator sees her, opens her panel, and disables her: her page is gone at once.
        await Expect(root.Page.GetByRole(AriaRole.Row, new() { Name = "Mara Lindqvist" })).ToContainTextAsync("Active");
        await root.Page.GetByRole(AriaRole.Link, new() { Name = "Mara Lindqvist" }).ClickAsync();
        await root.AssertAccessibleAsync("person");
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "Disable mara" }).ClickAsync();
        await mara.Page.WaitForURLAsync("**/sign-in?returnUrl=**");
        root.AssertNoFaults();
    }

    [Fact]
    public async Task SigningOutInOneTab_EndsTheOther()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var root = await SetUpAsync(portal);
        await root.GoAsync("/things");
        var other = await root.Page.Context.NewPageAsync();
        await other.GotoAsync("/settings/sessions");
        await other.Locator("[data-interactive=true]").WaitForAsync();
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "account of root" }).ClickAsync();
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await root.Page.WaitForURLAsync("**/sign-in");
        await other.WaitForURLAsync("**/sign-in?returnUrl=**");
    }

    [Fact]
    public async Task AnAuthenticatorApp_IsAdded_AndItsCodeIsAskedForAtTheNextSignIn()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var root = await SetUpAsync(portal);
        await root.GoAsync("/settings");
        await root.AssertAccessibleAsync("own account");
        await root.Page.GetByRole(AriaRole.Region, new() { Name = "Second factor" })
            .GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).First.ClickAsync();
        var secret = (await root.Page.Locator("code.secret").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await root.AssertAccessibleAsync("authenticator app");
        var totp = new Totp(Base32Encoding.ToBytes(secret));
        await root.Page.FillAsync("#totp-code", totp.ComputeTotp());
        await root.Page.FillAsync("#totp-password", Password);
        await root.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(root.Page.Locator(".recovery li")).ToHaveCountAsync(10);
        var recovery = (await root.Page.Locator(".recovery li").First.TextContentAsync())!;
        await root.Page.GetByRole(AriaRole.Button, new() { Name = "I have stored them" }).ClickAsync();
        await Expect(root.Page.GetByRole(AriaRole.Region, new() { Name = "Second factor" })).ToContainTextAsync("10 of 10 left");

        await using var other = await fixture.OpenAsync(portal);
        await other.Page.GotoAsync("/sign-in");
        await other.Page.FillAsync("#name", "root");
        await other.Page.FillAsync("#password", Password);
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await other.Page.WaitForURLAsync("**/sign-in/second");
        await other.AssertAccessibleAsync("second step");

        // The code of this half minute was used to add the app; the next one counts already (a phone may be fast).
        await other.Page.FillAsync("#code", totp.ComputeTotp(DateTime.UtcNow.AddSeconds(30)));
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await other.ReadyAsync();

        await using var third = await fixture.OpenAsync(portal);
        await third.Page.GotoAsync("/sign-in");
        await third.Page.FillAsync("#name", "root");
        await third.Page.FillAsync("#password", Password);
        await third.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await third.Page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code" }).ClickAsync();
        await third.Page.FillAsync("#code", recovery);
        await third.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await third.ReadyAsync();
    }

    [Fact]
    public async Task APasskey_IsAdded_AndSignsIn_UntilTheAccountIsDisabled()
    {
        await using var portal = await RunningPortal.StartAsync();
        await using var root = await SetUpAsync(portal);
        var address = $"http://localhost:{portal.Application.PortalAddress.Port}";
        await using var person = await fixture.OpenAsync(portal);
        var protocol = await person.Page.Context.NewCDPSessionAsync(person.Page);
        await protocol.SendAsync("WebAuthn.enable");
        await protocol.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true,
                ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await person.Page.GotoAsync($"{address}/sign-in");
        await person.Page.FillAsync("#name", "root");
        await person.Page.FillAsync("#password", Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await person.ReadyAsync();
        await person.GoAsync($"{address}/settings");
        await person.Page.GetByRole(AriaRole.Region, new() { Name = "Second factor" })
            .GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).Last.ClickAsync();
        await person.Page.FillAsync("#passkey-name", "My laptop");
        await person.Page.FillAsync("#passkey-password", Password);
        await person.AssertAccessibleAsync("passkey");
        await person.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "I have stored them" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Region, new() { Name = "Second factor" })).ToContainTextAsync("My laptop");

        await person.Page.Context.ClearCookiesAsync();
        await person.Page.GotoAsync($"{address}/sign-in");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await person.ReadyAsync();
        await person.GoAsync($"{address}/settings/sessions");
        await Expect(person.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("passkey");

        // Somebody else becomes administrator, and disables this account: its passkey proves it still, and opens nothing.
        var (_, second) = await portal.PostAsync("/accounts", new { name = "second", role = "administrator" });
        await using var next = await fixture.OpenAsync(portal);
        await next.Page.GotoAsync(new Uri((string)second["inviteUrl"]!).PathAndQuery);
        await next.Page.FillAsync("#password", Password);
        await next.Page.FillAsync("#repeated", Password);
        await next.Page.GetByRole(AriaRole.Button, new() { Name = "Save and sign in" }).ClickAsync();
        await next.ReadyAsync();
        var id = (string)(await portal.GetAsync("/accounts"))["items"]!.AsArray().Single(x => (string)x!["name"]! == "root")!["id"]!;
        using var patch = await portal.Api.PatchAsync(new Uri($"/api/v1/accounts/{id}", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { state = "disabled" }), TestContext.Current.CancellationToken);
        Assert.True(patch.IsSuccessStatusCode);
        await person.Page.WaitForURLAsync("**/sign-in?returnUrl=**");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The passkey was not accepted");
    }

    private async Task<PortalPage> SetUpAsync(RunningPortal portal)
    {
        var page = await fixture.OpenAsync(portal);
        await page.Page.GotoAsync(portal.Get<SetupLink>().Path!);
        await page.Page.FillAsync("#name", "root");
        await page.Page.FillAsync("#password", Password);
        await page.Page.FillAsync("#repeated", Password);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await page.ReadyAsync();
        return page;
    }
}
