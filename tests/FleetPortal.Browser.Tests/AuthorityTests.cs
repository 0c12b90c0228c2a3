using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>Authorities as an administrator works with them: roll over, move, retire; take in an outside one by its proof.</summary>
public sealed class AuthorityTests(BrowserFixture fixture)
{
    private const float Patience = 120_000;
    private const int Things = 40;

    [Fact]
    public async Task AnAuthority_IsRolledOver_ItsThingsMoveInAWave_AndItIsRetired()
    {
        await using var fleet =
            await RunningPortal.StartAsync(null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={Things}");
        await Eventually.Holds("the fleet's arrival", () => fleet.Get<LiveConnections>().OpenCount >= Things);
        await using var portal = await fixture.OpenAsync(fleet);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/authorities?id=issuing-1");
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Authority" });
        await Expect(panel).ToContainTextAsync($"{Things} will be closed");
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Retire" })).ToBeDisabledAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Roll over" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Issuing G2");
        await Expect(dialog.GetByLabel("Valid for (years)")).ToHaveValueAsync("10");
        await Expect(dialog).Not.ToContainTextAsync("It would expire before");
        await portal.AssertAccessibleAsync("the roll-over dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Roll over to Issuing G2" }).ClickAsync();

        var rollOver = page.Locator("section", new PageLocatorOptions { HasText = "Issuing G2 replaces" });
        await rollOver.GetByRole(AriaRole.Button, new() { Name = $"Rotate {Things} in a wave" }).ClickAsync();
        await dialog.GetByLabel("Grace period").FillAsync("0");
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Rotate {Things} Things" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync($"{Things} of {Things} Things rotated", new() { Timeout = Patience });

        await portal.GoAsync("/authorities?id=issuing-1");
        await Expect(panel).ToContainTextAsync("None: each has another valid certificate");
        await Expect(rollOver).ToContainTextAsync("100 % rotated");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        var name = (await page.Locator("#typed-authority")
            .EvaluateAsync<string>("input => input.labels[0].textContent"))["Type ".Length..^" to confirm".Length];
        await page.Locator("#typed-authority").FillAsync(name);
        await portal.AssertAccessibleAsync("the retire dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await Expect(panel.Locator(".status")).ToHaveTextAsync("Retired");
        await Expect(rollOver).ToHaveCountAsync(0);
        Assert.Equal(Things, fleet.Get<LiveConnections>().OpenCount);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AnOutsideAuthority_WaitsForItsProof_AndIsTrustedWithIt()
    {
        using var ca = new ExternalCa(DateTimeOffset.UtcNow, "Kessler Browser CA");
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/authorities");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register external authority" }).ClickAsync();
        // Far more than a certificate has: refused in words, and the page lives on.
        await page.GetByLabel("The authority's certificate").FillAsync(new string('A', 1_000_000));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create code" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This is not a certificate in PEM");
        await page.GetByLabel("The authority's certificate").FillAsync("hello");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create code" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("not a certificate in PEM");
        await portal.AssertAccessibleAsync("the register dialog");
        await page.GetByLabel("The authority's certificate").FillAsync(ca.Pem);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create code" }).ClickAsync();

        var proof = page.Locator("section", new PageLocatorOptions { HasText = "Register Kessler Browser CA" });
        await portal.AssertAccessibleAsync("the proof");
        var code = (await proof.Locator(".mono[title]").First.GetAttributeAsync("title"))!;
        await proof.GetByLabel("Verification certificate").FillAsync(ca.Prove(new string('0', 40)));
        await proof.GetByRole(AriaRole.Button, new() { Name = "Check proof" }).ClickAsync();
        await Expect(proof).ToContainTextAsync("common name is not the registration code");
        await proof.GetByLabel("Verification certificate").FillAsync(ca.Prove(code));
        await proof.GetByRole(AriaRole.Button, new() { Name = "Check proof" }).ClickAsync();
        await Expect(proof).ToHaveCountAsync(0);
        await Expect(page.Locator("tr", new PageLocatorOptions { HasText = "Kessler Browser CA" })).ToContainTextAsync("Active");
        portal.AssertNoFaults();
    }
}
