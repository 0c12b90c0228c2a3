using System.Globalization;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

public sealed partial class JourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task FirstSight_ALiveFleetAtOnce_AndATopicThatMoves()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await Expect(page.Locator("section[aria-label=Connections]")).ToContainTextAsync(new Regex("2[5-9][0-9] now"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Things", Exact = false }).First.ClickAsync();
        await Expect(page.Locator("tr.row").First).ToContainTextAsync("Connected");
        await page.Locator("[data-query]").FillAsync("type:pump 0006");
        await Expect(page.Locator("tr.row")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "pump-0006" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("pump-0006");
        await page.Locator("nav.tabs a", new() { HasText = "Topics" }).ClickAsync();
        var row = page.Locator("tr", new() { HasText = "vibration" }).Locator("td").Last;
        var first = await NumberAsync(row);
        await Eventually.Get("one message more", () => NumberAsync(row), now => now > first);
        await Expect(page.Locator("pre.payload")).ToContainTextAsync("\"rms\"");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ACertificate_IsDecoded_DownloadedAndRevoked_AndTheWorldHearsOfIt()
    {
        var name = "tank-" + Guid.NewGuid().ToString("N")[..8];
        var device = await fixture.Portal.EnrolAsync(name);
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/certificates?q={name}");
        await page.Locator("a.detail").ClickAsync();
        var panel = page.Locator(".side");
        await Expect(panel).ToContainTextAsync("TLS client only");
        await Expect(panel).ToContainTextAsync("not listed");
        await Expect(panel.Locator(".blast")).ToContainTextAsync("good");
        await Expect(panel.Locator(".chain")).ToContainTextAsync("FleetPortal Root");
        await Expect(panel.Locator(".chain li.active")).ToHaveCountAsync(3);
        await Expect(panel).ToContainTextAsync("checked now, trusted");
        using var files = new TemporaryDirectory();
        var download = await page.RunAndWaitForDownloadAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "DER" }).ClickAsync());
        await download.SaveAsAsync(files.File("it.crt"));
        Assert.Equal(device.CertificateId, Convert.ToHexStringLower(System.Security.Cryptography.SHA256
            .HashData(await File.ReadAllBytesAsync(files.File("it.crt"), TestContext.Current.CancellationToken))));
        await panel.GetByRole(AriaRole.Button, new() { Name = "QR" }).ClickAsync();
        await Expect(panel.Locator("img")).ToBeVisibleAsync();
        await portal.AssertAccessibleAsync("the certificate panel");

        await panel.GetByRole(AriaRole.Button, new() { Name = "Hold" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put on hold" }).ClickAsync();
        await Expect(panel.Locator(".blast")).ToContainTextAsync("revoked, certificateHold");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Release {name}" }).ClickAsync();
        await Expect(panel.Locator(".blast")).ToContainTextAsync("good");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Revoke for good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It cannot connect until it gets another certificate");
        await page.GetByLabel($"Type {name}").FillAsync(name);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke for good" }).ClickAsync();
        await Expect(panel.Locator(".blast")).ToContainTextAsync("revoked, keyCompromise");
        await Expect(panel.Locator(".blast")).ToContainTextAsync("listed");
        await Expect(panel.Locator(".blast")).ToContainTextAsync("CRL");
        await Expect(panel.Locator(".blast"))
            .ToContainTextAsync(new Regex("no session was open · reconnect refused .* ms · OCSP .* ms · CRL .* ms"));
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ASimulatedThing_IsRotatedFromItsPage_AndTheOldCertificateIsRetired()
    {
        const string Name = "meter-0021";
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/things/{Name}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It is connected and is asked now");
        await portal.AssertAccessibleAsync("the rotate dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Ask {Name}" }).ClickAsync();
        await Expect(page.Locator(".note.info")).ToContainTextAsync("uses its new certificate since", new() { Timeout = 30_000 });
        await Expect(page.Locator("svg.timeline")).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await portal.AssertAccessibleAsync("an open rotation");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop the old one now" }).ClickAsync();
        await Expect(page.Locator(".note.info")).ToHaveCountAsync(0);
        await Expect(page.Locator(".credential").Last).ToContainTextAsync("Revoked: superseded");
        await Expect(page.Locator(".status", new() { HasText = "Connected" }).First).ToBeVisibleAsync();
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task TwoCertificates_AreCompared_AndWhatDiffersIsMarked()
    {
        var suffix = Guid.NewGuid().ToString("N")[..8];
        await fixture.Portal.EnrolAsync($"twin-a-{suffix}");
        await fixture.Portal.EnrolAsync($"twin-b-{suffix}");
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/certificates?q={suffix}");
        var bar = page.GetByRole(AriaRole.Toolbar, new() { Name = "Selection" });
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex("of twin-a-") }).ClickAsync();
        await Expect(bar.GetByRole(AriaRole.Button, new() { Name = "Compare" })).ToBeDisabledAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new Regex("of twin-b-") }).ClickAsync();
        await Expect(bar).ToContainTextAsync("2 selected");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync(new Regex("The certificates differ in \\d+ lines"));
        await Expect(page.Locator("tr.differs", new() { HasText = "Public key" })).ToHaveCountAsync(1);
        await Expect(page.Locator("tr", new() { HasText = "Issuer" })).ToHaveCountAsync(1);
        await Expect(page.Locator("tr.differs", new() { HasText = "Issuer" })).ToHaveCountAsync(0);
        await portal.AssertAccessibleAsync("a comparison");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ADevice_GetsAOneTimeToken_AndTheLinesToUseIt()
    {
        var name = "tank-" + Guid.NewGuid().ToString("N")[..8];
        await fixture.Portal.PostAsync("/things", new { name, type = "tank" });
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/things/{name}");
        await page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = "Issue certificate" }).ClickAsync();
        await page.GetByText("The device enrols itself").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("/.well-known/est/simpleenroll");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("fe_");
        await portal.AssertAccessibleAsync("the enrolment token");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task WhatPeopleWroteAboutAThing_IsEdited_AndAMistakeIsNamed()
    {
        var name = "tank-" + Guid.NewGuid().ToString("N")[..8];
        await fixture.Portal.PostAsync("/things", new { name, type = "tank" });
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/things/{name}/attributes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.GetByLabel("Attributes, one per line").FillAsync("site east");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("does not have the form name = value");
        await portal.AssertAccessibleAsync("the edit dialog");
        await page.GetByLabel("Attributes, one per line").FillAsync("site = east\nfloor = 2");
        await page.GetByLabel("Groups").FillAsync("plant-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("dl.facts")).ToContainTextAsync("east");
        await page.Locator("nav.tabs a", new() { HasText = "Activity" }).ClickAsync();
        await Expect(page.Locator("tbody")).ToContainTextAsync("site = east, floor = 2");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task CreateAndIssue_ARealDeviceConnects_IsRevoked_AndItsSessionIsSeenClosing()
    {
        var name = "tank-" + Guid.NewGuid().ToString("N")[..8];
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register Thing" }).ClickAsync();
        await page.GetByLabel("ThingName").FillAsync("tank 1");
        await Expect(page.Locator(".fault")).ToContainTextAsync("1 to 128 letters");
        await page.GetByLabel("ThingName").FillAsync(name);
        await page.GetByLabel("Type").FillAsync("tank");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Register {name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name);

        await page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = "Issue certificate" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue", Exact = true }).DblClickAsync();
        using var files = new TemporaryDirectory();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"{name}.key" })).ToBeVisibleAsync();

        // Two quick clicks issue one certificate, and an unsaved key is not lost by one.
        Assert.Single((await fixture.Portal.GetAsync($"/things/{name}"))["certificates"]!.AsArray());
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Close without saving the key?");
        await portal.AssertAccessibleAsync("the question before an unsaved key is lost");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the key" }).ClickAsync();
        await portal.SaveAsync($"{name}.key", files);
        await portal.SaveAsync($"{name}.pem", files);
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

        await Expect(page.Locator(".credential").First).ToContainTextAsync("Never connected");

        using var device = Tool.Start("mosquitto_sub", ["-h", "localhost", "-p",
            fixture.Portal.MqttPort.ToString(CultureInfo.InvariantCulture), "--cafile", await fixture.Portal.RootsAsync(), "--cert", files
            .File($"{name}.pem"), "--key", files.File($"{name}.key"), "-i", name, "-V", "5", "-t", $"fleet/tank/{name}/commands/#", "-d"]);
        await Expect(page.Locator(".status", new() { HasText = "Connected" }).First).ToHaveTextAsync("Connected");
        await Expect(page.Locator(".credential").First).Not.ToContainTextAsync("Never connected");

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Button, new() { Name = "Revoke for good" });
        await Expect(confirm).ToBeDisabledAsync();
        await page.GetByLabel($"Type {name} to confirm").FillAsync(name);
        await portal.AssertAccessibleAsync("the revoke dialog");
        await confirm.ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("1 session closed");
        await Expect(page.Locator(".status", new() { HasText = "Not connected" }).First).ToBeVisibleAsync();
        await Expect(page.Locator(".credential").First).ToContainTextAsync("Revoked: keyCompromise");
        Assert.Contains("Received DISCONNECT (135)",
            await device.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task Support_ContainsAStolenDevice_InFourClicks_AndSeesItRefused()
    {
        const string stolen = "gateway-0250";
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Mara");
        var serial = (string)(await fixture.Portal.GetAsync($"/things/{stolen}"))["certificates"]![0]!["serialNumber"]!;
        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#palette-input").FillAsync(serial);
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync(stolen);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contain", Exact = true }).ClickAsync();
        await Expect(page.Locator(".side")).ToContainTextAsync("1 will be closed");
        await portal.AssertAccessibleAsync("the contain panel");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Contain {stolen}" }).ClickAsync();
        await Expect(page.Locator(".ticks")).ToContainTextAsync("Session closed");
        await Expect(page.Locator(".ticks")).ToContainTextAsync("CRL and OCSP both report");
        await Expect(page.Locator(".ticks")).ToContainTextAsync("Reconnect refused", new() { Timeout = 30_000 });
        await Expect(page.Locator(".side footer")).ToContainTextAsync("Revoke…");
        await Expect(page.Locator(".side footer")).Not.ToContainTextAsync("Issue certificate");
        await portal.AssertAccessibleAsync("the contained panel");
        await page.GetByRole(AriaRole.Link, new() { Name = "See the attempt" }).ClickAsync();
        await Expect(page.Locator("li.failed")).ToContainTextAsync("Status is Active");
        await Expect(page.Locator("li.failed")).ToContainTextAsync("by Mara");

        await portal.GoAsync($"/things/{stolen}");
        await page.Locator(".head").GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        await page.GetByLabel("Note for the audit trail").FillAsync("it was found again");
        await portal.AssertAccessibleAsync("the release dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = $"Release {stolen}" }).ClickAsync();
        await Eventually.Holds("the Thing's return", () => fixture.Portal.Get<LiveConnections>().OfClient(stolen) is not null);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AViewer_SeesEverything_AndIsOfferedNothingToChange()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Aiko");
        await portal.GoAsync("/things/pump-0007");
        await Expect(page.Locator(".credential")).ToContainTextAsync("Active");
        await Expect(page.Locator(".page")).ToContainTextAsync("needs support or more");
        foreach (var action in new[] { "Revoke", "Hold", "Contain", "Issue certificate" })
        {
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true })).ToHaveCountAsync(0);
        }

        await portal.GoAsync("/things");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Register Thing" })).ToHaveCountAsync(0);
        await Expect(page.Locator("tr.row").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await portal.GoAsync("/things?new=1");
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("cannot register Things");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task BackFromAThing_TheListStandsWhereItWas_AndColumnsSortBothWays()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/things");
        var rows = page.Locator("tr.row td.name");
        await Expect(rows.First).ToContainTextAsync("gateway-");
        // The first rows come before the list has its whole height.
        await page.WaitForFunctionAsync("document.querySelector('.table-wrap').scrollHeight > 5000");
        await page.Locator(".table-wrap").EvaluateAsync("element => { element.scrollTop = 4000; }");
        string? name = null;
        await Eventually.Holds("a Thing in the middle of the list", async () => (name = await page.EvaluateAsync<string?>(
            """
            () => {
              const box = document.querySelector(".table-wrap").getBoundingClientRect();
              const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return middle?.closest("tr.row")?.querySelector("td.name a")?.textContent.trim() ?? null;
            }
            """)) is not null);
        var seen = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
        var scrolled = await page.Locator(".table-wrap").EvaluateAsync<int>("element => element.scrollTop");
        await seen.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(name!);
        await page.GoBackAsync();
        await Expect(seen).ToBeInViewportAsync();
        Assert.InRange(await page.Locator(".table-wrap").EvaluateAsync<int>("element => element.scrollTop"), scrolled - 40, scrolled + 40);

        await portal.GoAsync("/things");
        await page.GetByRole(AriaRole.Button, new() { Name = "ThingName", Exact = true }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("valve-");
        Assert.EndsWith("sort=-name", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(rows.First).ToContainTextAsync("valve-");
        await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("ThingName");
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task AMistypedThing_IsRetiredFromItsPage_AndForgottenByAnAdministrator()
    {
        var name = "typo-" + Guid.NewGuid().ToString("N")[..8];
        await fixture.Portal.EnrolAsync(name);
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync($"/things/{name}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Things that lose access");
        await portal.AssertAccessibleAsync("the retire dialog");
        var retire = dialog.GetByRole(AriaRole.Button, new() { Name = $"Retire {name}" });
        await Expect(retire).ToBeDisabledAsync();
        await dialog.GetByLabel("to confirm").FillAsync(name);
        await retire.ClickAsync();
        await Expect(page.Locator(".head")).ToContainTextAsync("Retired");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        await dialog.GetByLabel("to confirm").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Forget {name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Things");
        await fixture.Portal.PostAsync("/things", new { name });
        portal.AssertNoFaults();
    }

    [Fact]
    public async Task ConnectionsCanBePaused_AndTheQuerySurvivesAReload()
    {
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/connections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The list does not change until you resume");
        await portal.GoAsync("/things?q=type:valve");
        await Expect(page.Locator(".title")).ToContainTextAsync("25 match");
        await page.ReloadAsync();
        await portal.ReadyAsync();
        await Expect(page.Locator("[data-query]")).ToHaveValueAsync("type:valve");
        await portal.GoAsync("/things?q=nobody-is-called-this");
        await Expect(page.Locator(".empty")).ToContainTextAsync("Nothing matches");
        await portal.GoAsync("/things?q=status:odd");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("status: takes");
        portal.AssertNoFaults();
    }

    private static async Task<int> NumberAsync(
        ILocator cell) => int.Parse(NotDigits().Replace(await cell.InnerTextAsync(), ""), CultureInfo.InvariantCulture);

    [GeneratedRegex("[^0-9]")]
    private static partial Regex NotDigits();
}
