using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>
/// The administrator's Monday: from a bar of the expiry chart to its list, all of it selected, every certificate replaced without a lost
/// message.
/// </summary>
public sealed class WaveTests(BrowserFixture fixture)
{
    private const float Patience = 180_000;

    [Fact]
    public async Task TwoHundredAndFiftyThings_AreRotatedInAWave_AndNoMessageIsLost()
    {
        await using var fleet =
            await RunningPortal.StartAsync(null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={BrowserFixture.Things}");
        await Eventually.Holds("the fleet's arrival", () => fleet.Get<LiveConnections>().OpenCount >= BrowserFixture.Things);
        await Eventually.Holds("numbered telemetry of every Thing",
            () => fleet.Get<LiveConnections>().Open.All(live => fleet.Get<SequenceTracker>().Of(live.ClientId).Received > 0));
        await using var portal = await fixture.OpenAsync(fleet);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/");
        await page.Locator("svg.chart a").Last.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Certificates");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all that match" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Toolbar, new() { Name = "Selection" })).ToContainTextAsync("250 selected");
        await portal.AssertAccessibleAsync("a selection past the screen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate in waves" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Rotate 250 Things");
        await portal.AssertAccessibleAsync("the wave dialog");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("All 250 are connected now");
        await Expect(page.GetByLabel("Spread the new expiry dates")).ToHaveValueAsync("90");
        await page.GetByLabel("Grace period").FillAsync("0");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rotate 250 Things" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Rotating 250 Things");

        // Left and come back to, paused and resumed: it goes on where it was.
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.Locator(".note.warning")).ToContainTextAsync("Paused");
        await page.ReloadAsync();
        await portal.ReadyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("250 of 250 Things rotated", new() { Timeout = Patience });
        await Expect(page.Locator("section[aria-label='Messages across the switch']")).ToContainTextAsync("No number is missing");
        await Expect(page.Locator("section[aria-label='Messages across the switch'] .stopwatch")).ToHaveTextAsync("0");
        await Expect(page.Locator("section[aria-label='Messages across the switch']"))
            .ToContainTextAsync("250 Things of this wave", new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("250 switched, half within .* s, 95 of 100 within .*") }))
            .ToBeVisibleAsync();
        await portal.AssertAccessibleAsync("a wave");
        Assert.Equal(250, (int)(await fleet.GetAsync("/certificates?status=revoked&limit=1"))["total"]!);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ARenewalStorm_IsMarkedOnTheOverview_AndSpreadFromThere()
    {
        const int things = 60;
        await using var fleet =
            await RunningPortal.StartAsync(null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={things}");
        await Eventually.Holds("the fleet's arrival", () => fleet.Get<LiveConnections>().OpenCount >= things);
        await using var portal = await fixture.OpenAsync(fleet);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/");
        await Expect(page.Locator("svg.chart text.mark")).ToHaveTextAsync("renewal storm");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Spread") }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync($"Rotate {things} Things");
        await Expect(dialog.GetByLabel("Spread the new expiry dates")).ToHaveValueAsync("182");
        await Expect(dialog).ToContainTextAsync($"All {things} are connected now");
        await dialog.GetByLabel("Grace period").FillAsync("0");
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Rotate {things} Things" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync($"{things} of {things} Things rotated", new() { Timeout = Patience });

        // Half a year instead of one week: no bar stands out any more.
        await portal.GoAsync("/");
        await Expect(page.Locator("svg.chart a").Nth(4)).ToBeVisibleAsync();
        await Expect(page.Locator("svg.chart text.mark")).ToHaveCountAsync(0);
        portal.AssertNoFaults();
    }
}
