using System.Text.RegularExpressions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>The page of the simulator, on a portal of its own: a scenario adds Things and findings.</summary>
public sealed class SimulatorTests(BrowserFixture fixture)
{
    private const int Things = 10;

    [Fact]
    public async Task SomebodyWhoSeesItForTheFirstTime_ClonesADevice_ContainsIt_AndTheRealOneIsBack()
    {
        await using var own = await RunningPortal.StartAsync(
            null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={Things}", "--Limits:ConnectsPerMinute=60");
        await Eventually.Holds("the fleet's arrival", () => own.Get<LiveConnections>().OpenCount == Things);
        await using var portal = await fixture.OpenAsync(own);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await page.Locator("nav.rail").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Simulator") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Simulator");
        await Expect(page.GetByText($"{Things} of {Things} Things")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Run Clone a device" }).ClickAsync();
        var running = page.Locator("section[aria-label='Clone a device']");
        await Expect(running).ToContainTextAsync("Waits for you to contain it", new() { Timeout = 30_000 });
        await Expect(running).ToContainTextAsync(new Regex("found after [0-9.]+ s"), new() { Timeout = 30_000 });
        await portal.AssertAccessibleAsync("the running scenario");

        await running.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open F-") }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("127.0.0.9");
        await page.Locator("main").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Contain scenario-clone-") }).ClickAsync();
        await page.Locator(".side").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Contain scenario-clone-") }).ClickAsync();
        await Expect(page.Locator(".side")).ToContainTextAsync("is contained");
        await page.Locator("nav.rail").GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Simulator") }).ClickAsync();
        await Expect(running).ToContainTextAsync("6 of 6 steps", new() { Timeout = 30_000 });
        await Expect(running.Locator("li").Last).ToContainTextAsync("The real one comes back, re-issued");
        await Expect(running.Locator("li").Last).ToContainTextAsync("the clone stays out");
        await Expect(running.Locator("li.done")).ToHaveCountAsync(6);
        await Expect(running).ToContainTextAsync("done in");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AViewer_SeesTheScenarios_AndNoButtons()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Aiko");
        await portal.GoAsync("/simulator");
        await Expect(portal.Page.Locator("main")).ToContainTextAsync("running them needs an administrator");
        await Expect(portal.Page.Locator("article")).Not.ToHaveCountAsync(0);
        await Expect(portal.Page.Locator("main").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        portal.AssertNoFaults();
    }
}
