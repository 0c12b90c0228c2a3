using FleetPortal.Slices;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

public sealed class LookTests(BrowserFixture fixture)
{
    private const long MaxScreenshot = 300 * 1024;

    /// <summary>
    /// Every page of the navigation and of the settings, and those behind them; <c>{refused}</c> stands for an attempt that was refused.
    /// </summary>
    internal static readonly string[] Paths =
    [
        .. PortalSlices.Navigation.Select(entry => "/" + entry.Address),
        .. PortalSlices.Settings.Select(section => section.Address.Length == 0 ? "/settings" : "/settings/" + section.Address),
        "/things/pump-0006",
        "/things/pump-0006/topics", "/things/pump-0006/connections", "/things/pump-0006/activity", "/things/pump-0006/attributes",
        "/authorities?id=issuing-1",
        "/connections/attempts", "/connections/attempts?id={refused}", "/connections/attempts?id=abc",
        "/rotations",
        "/findings/best-practice", "/findings/best-practice?control=1.1.1-b", "/findings/best-practice?control=1.1.3-a",
        "/audit?id=2",
        "/help",
        "/things?q=nothing-like-this",
    ];

    [Theory]
    [InlineData(1440, "light")]
    [InlineData(1440, "dark")]
    [InlineData(1024, "light")]
    [InlineData(390, "light")]
    [InlineData(390, "dark")]
    public async Task EveryPage_IsAccessible_AndDoesNotScrollSideways(int width, string theme)
    {
        await using var portal = await fixture.OpenAsync(width, 900, theme);
        await portal.Page.GotoAsync("/sign-in");
        var faults = new List<string>(await portal.ViolationsAsync("the entrance"));
        await portal.SignInAsync("Jonas");
        var refused = await Attempts.RecordRefusedAsync(fixture.Portal);
        foreach (var path in Paths.Select(path => path.Replace("{refused}", refused, StringComparison.Ordinal)))
        {
            await portal.GoAsync(path);
            await Expect(portal.Page.Locator("h1")).ToBeVisibleAsync();
            await Expect(portal.Page.Locator(".skeleton")).ToHaveCountAsync(0);
            faults.AddRange(await portal.ViolationsAsync(path));
            if (!await portal.Page
                .EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= "
                + "document.querySelector('main').clientWidth"))
            {
                faults.Add($"{path} scrolls sideways");
            }
        }

        Assert.Empty(faults);
        portal.AssertNoFaults();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task TheLongestName_FitsEverywhere(int width)
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"long-{width}-").PadRight(128, 'x');
        await fixture.Portal.EnrolAsync(name);
        await using var portal = await fixture.OpenAsync(width);
        await portal.SignInAsync("Jonas");
        foreach (var path in new[] { $"/things/{name}",
            $"/things/{name}/topics", $"/things/{name}/activity", $"/things?q={name}", $"/certificates?q={name}" })
        {
            await portal.GoAsync(path);
            await Expect(portal.Page.GetByText(name[..9]).First).ToBeVisibleAsync();
            Assert.True(await portal.Page
                .EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= "
                + "document.querySelector('main').clientWidth"), path);
        }

        portal.AssertNoFaults();
    }

    [Fact]
    public async Task DialogsAndThePalette_AreAccessible()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things");
        await portal.Page.GetByRole(AriaRole.Button, new() { Name = "Register Thing" }).ClickAsync();
        await Expect(portal.Page.GetByLabel("ThingName")).ToBeVisibleAsync();
        await portal.AssertAccessibleAsync("the register dialog");
        await portal.GoAsync("/things/pump-0006");
        await portal.Page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = "Issue certificate" }).ClickAsync();
        await Expect(portal.Page.GetByLabel("Valid for (days)")).ToBeVisibleAsync();
        await portal.AssertAccessibleAsync("the issue dialog");
        await portal.GoAsync("/things/pump-0006");
        await portal.Page.GetByRole(AriaRole.Button, new() { Name = "Hold" }).ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Things that lose access");
        await portal.AssertAccessibleAsync("the hold dialog");
        await portal.GoAsync("/things");
        await portal.Page.Keyboard.PressAsync("Control+k");
        await Expect(portal.Page.Locator("#palette-input")).ToBeFocusedAsync();
        await portal.AssertAccessibleAsync("the palette");
        await portal.GoAsync("/things");
        await portal.Page.Keyboard.PressAsync("?");
        await Expect(portal.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Search in the list");
        await portal.AssertAccessibleAsync("the keys");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task TheReadmesPicture_IsMadeHere()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things/pump-0006/topics");
        await Expect(portal.Page.Locator("pre.payload")).ToContainTextAsync("rms");
        var picture = await portal.Page.ScreenshotAsync();
        Assert.InRange(picture.Length, 10_000, MaxScreenshot);
        var output = Path.Combine(AppContext.BaseDirectory, "pictures");
        Directory.CreateDirectory(output);
        await File.WriteAllBytesAsync(Path.Combine(output, "portal.png"), picture, TestContext.Current.CancellationToken);
    }
}
