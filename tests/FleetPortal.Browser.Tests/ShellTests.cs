using System.Text.RegularExpressions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>The frame around every page: the palette, keys, print, and what is seen before the circuit lives.</summary>
public sealed class ShellTests(BrowserFixture fixture)
{
    private const int Latency = 300;

    [Fact]
    public async Task ThePalette_FindsAnAddress_AGroup_ATopic_ACertificate_APageAndAnAction()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        var name = "palette-" + Guid.NewGuid().ToString("N")[..8];
        await fixture.Portal.PostAsync("/things", new { name, type = "pump", groups = new[] { name + "-group" } });
        var device = await fixture.Portal.IssueAsync(name);
        var serial = (string)(await fixture.Portal.GetAsync($"/certificates/{device.CertificateId}"))["serialNumber"]!;
        await Attempts.RecordRefusedAsync(fixture.Portal);
        var address = fixture.Portal.Get<LiveConnections>().OfClient("pump-0006")!.RemoteAddress;
        await page.Keyboard.PressAsync("Control+k");
        (string Typed, string Found)[] searches =
        [
            (name, name), (name.ToUpperInvariant(), name), (address, $"pump-0006connected from {address}"),
            ("203.0.113.77", "Attempts from 203.0.113.77last refused: the certificate is on hold"),
            (name + "-gr", name + "-groupgroup"), ("fleet/pump/pump-0006/telemetry/vibration",
                "pump-0006topic fleet/pump/pump-0006/telemetry/vibration"), (serial, name), (serial[..10], name), (Colons(serial), name),
            ($"serial={serial.ToUpperInvariant()}", name), ($"0x{serial}", name), ($"{serial[..8]}…{serial[^4..]}", name),
            ($"sha256 Fingerprint={Colons(device.CertificateId)}", name),
            (device.CertificateId[..12], name), ($"CN={name}", name), ($"urn:fleetportal:thing:{name}", name),
            ("rotat", "Rotationspage"), ("regist", "Register Thingaction"), ("dark", "Switch light or dark themeaction"),
            ("help", "Helppage"), ("keys", "Help: keys and searchaction"), ("sign out", "Sign outaction"),
        ];
        foreach (var (typed, found) in searches)
        {
            await page.Locator("#palette-input").FillAsync(typed);
            await Expect(page.GetByRole(AriaRole.Option).Filter(new() { HasText = found }).First).ToBeVisibleAsync();
        }

        await page.Locator("#palette-input").FillAsync("nothing-like-\u202Ethis");
        await Expect(page.Locator(".palette")).ToContainTextAsync("Nothing found for");
        await Expect(page.Locator(".palette .codepoint")).ToHaveTextAsync("U+202E");
        await page.Locator("#palette-input").FillAsync("-----BEGIN PRIVATE KEY-----");
        await Expect(page.Locator(".palette")).ToContainTextAsync("This is a private key");
        await Expect(page.Locator("#palette-input")).ToHaveValueAsync("");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ThePalette_OffersAViewer_OnlyWhatAViewerMayDo_AndSignsOut()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Aiko");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Sign out" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Register Thing" })).ToHaveCountAsync(0);
        await page.Locator("#palette-input").FillAsync("sign out");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
    }

    [Fact]
    public async Task AfterEnterInThePalette_TheFocusIsOnTheHeading()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        foreach (var (typed,
            heading) in new[] { ("pump-0007", "pump-0007"), ("authorities", "Authorities"), ("connections", "Connections") })
        {
            await portal.Page.Keyboard.PressAsync("Control+k");
            await portal.Page.Locator("#palette-input").FillAsync(typed);
            await Expect(portal.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync(heading);
            await portal.Page.Keyboard.PressAsync("Enter");
            await Expect(portal.Page.Locator("h1")).ToHaveTextAsync(heading);
            await Expect(portal.Page.Locator("h1")).ToBeFocusedAsync();
        }

        portal.AssertNoFaults();
    }

    [Theory]
    [InlineData("/certificates", "a.detail")]
    [InlineData("/connections", "td.name a")]
    public async Task ArrowsHomeAndEnd_GoThroughAVirtualTable(string path, string link)
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync(path);
        await page.Locator(link).Nth(2).FocusAsync();
        var third = await FocusedRowAsync(page);
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.NotEqual(third, await FocusedRowAsync(page));
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal(third, await FocusedRowAsync(page));
        await page.Keyboard.PressAsync("Home");
        await Eventually.Get("the first row", () => FocusedRowAsync(page), row => row != third && row.Length > 0);
        var first = await FocusedRowAsync(page);
        await page.Keyboard.PressAsync("End");
        await Eventually.Get("the last row", () => FocusedRowAsync(page), row => row != first && row != third && row.Length > 0);
        Assert.True(await page.EvaluateAsync<bool>(
            "(() => { const box = document.querySelector('.table-wrap'); return box.scrollTop + box.clientHeight > box.scrollHeight "
            + "- 200; })()"));
        await page.Keyboard.PressAsync("Home");
        await Eventually.Get("the first row again", () => FocusedRowAsync(page), row => row == first);
        for (var page2 = 0; page2 < 3; page2++)
        {
            var before = await FocusedRowAsync(page);
            await page.Keyboard.PressAsync("PageDown");
            await Eventually.Get("a row a screen down", () => FocusedRowAsync(page), row => row != before && row.Length > 0);
        }

        portal.AssertNoFaults();
    }

    [Fact]
    public async Task EscapeClosesAPanel_AndTheFocusGoesInAndComesBack()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/certificates");
        var link = page.Locator("a.detail").Nth(1);
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("aside.side")).ToContainTextAsync("Revocation status now");
        await Eventually.Holds("the focus in the panel",
            () => page.EvaluateAsync<bool>("document.querySelector('aside.side').contains(document.activeElement)"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("aside.side")).ToHaveCountAsync(0);
        await Expect(page.Locator("a.detail").Nth(1)).ToBeFocusedAsync();

        await portal.GoAsync("/things/pump-0008");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contain", Exact = true }).ClickAsync();
        await Expect(page.Locator("aside.side")).ToBeVisibleAsync();
        await Eventually.Holds("the focus in the panel",
            () => page.EvaluateAsync<bool>("document.querySelector('aside.side').contains(document.activeElement)"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("aside.side")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Contain", Exact = true })).ToBeFocusedAsync();
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task TheFirstTabStop_SkipsToTheHeading()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things");
        await portal.Page.EvaluateAsync("document.activeElement.blur()");
        await portal.Page.Locator(".skip").FocusAsync();
        await Expect(portal.Page.Locator(".skip")).ToBeInViewportAsync();
        await portal.Page.Keyboard.PressAsync("Enter");
        await Expect(portal.Page.Locator("h1")).ToBeFocusedAsync();
        await Expect(portal.Page).ToHaveURLAsync(new Regex("/things$"));
    }

    [Fact]
    public async Task TheRailAndThePage_CountTheSameCertificates()
    {
        await using var portal = await fixture.OpenAsync();
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/certificates");
        await Expect(portal.Page.Locator(".head .hint")).ToContainTextAsync("of Things and authorities");
        await Eventually.Holds("the same count", async () =>
            (await portal.Page.Locator(".head .hint").TextContentAsync())!
                .Split(' ')[0] == await portal.Page.Locator(".rail a[href=certificates] .count").TextContentAsync());
    }

    [Fact]
    public async Task APrintedList_IsWhole_AndHasNoNavigation()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/connections");
        await page.EvaluateAsync("window.print = () => { window.printed = document.querySelectorAll('tr.row').length; }");
        await page.Keyboard.PressAsync("Control+p");
        await Eventually.Holds("the print", async () => await page.EvaluateAsync<int>("window.printed ?? 0") >= BrowserFixture.Things);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var hidden in new[] { ".rail", ".bar", ".tabs", "tr.row .icon-button" })
        {
            await Expect(page.Locator(hidden).First).ToBeHiddenAsync();
        }

        await Expect(page.Locator("tr.row").Last).ToBeVisibleAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.EvaluateAsync("window.dispatchEvent(new Event('afterprint'))");
        await Eventually.Holds("the screen's rows", async () => await page.Locator("tr.row").CountAsync() < 100);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task WithALatencyOf300Milliseconds_TheFrameIsPaintedWithTheFirstAnswer()
    {
        await using var portal = await fixture.OpenAsync(theme: "dark");
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("Network.enable");
        await devtools.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false,
            ["latency"] = Latency, ["downloadThroughput"] = -1, ["uploadThroughput"] = -1 });
        await page.GotoAsync("/things", new() { WaitUntil = WaitUntilState.Commit });

        // The outline, in the theme of the person, while the circuit is still on its way.
        await Expect(page.Locator(".boot .boot-panel")).ToBeVisibleAsync();
        Assert.Equal("rgb(13, 20, 24)",
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.boot')).backgroundColor"));
        await portal.ReadyAsync();
        await Expect(page.Locator(".boot")).ToBeHiddenAsync();
        var paint = await page.EvaluateAsync<double>(
            "performance.getEntriesByName('first-paint')[0].startTime - performance.getEntriesByType('navigation')[0].responseStart");
        TestContext.Current.TestOutputHelper?.WriteLine($"first paint {paint:0} ms after the first octet");
        Assert.InRange(paint, 0, 1500);
        portal.AssertNoFaults();
    }

    private static string Colons(string hex) => string.Join(':', hex.Chunk(2).Select(pair => new string(pair)));

    private static Task<string> FocusedRowAsync(IPage page) => page.EvaluateAsync<string>(
        "document.activeElement.closest('tbody tr')?.textContent.replace(/\\d+ (s|min)|[\\d.]+$/g, '').slice(0, 40) ?? ''");
}
