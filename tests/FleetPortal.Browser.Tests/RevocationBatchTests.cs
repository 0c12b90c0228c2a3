using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

/// <summary>A type of device must go: what hangs on its certificates is seen first, a canary is revoked, then the rest.</summary>
public sealed class RevocationBatchTests(BrowserFixture fixture)
{
    private const int Things = 40;

    [Fact]
    public async Task CertificatesOfAQuery_AreRevokedThroughTheBlastRadius_CanaryFirst_AndTheFourTimesAreSeen()
    {
        await using var fleet =
            await RunningPortal.StartAsync(null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={Things}");
        await Eventually.Holds("the fleet's arrival", () => fleet.Get<LiveConnections>().OpenCount >= Things);
        var pumps = (int)(await fleet.GetAsync("/certificates?q=pump&limit=1"))["total"]!;
        await using var portal = await fixture.OpenAsync(fleet);
        var page = portal.Page;
        await portal.SignInAsync("Jonas");
        await portal.GoAsync("/certificates?q=pump");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Select all that match" }).ClickAsync();
        await page.GetByRole(AriaRole.Toolbar, new() { Name = "Selection" })
            .GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync($"{pumps} will be closed");
        await Expect(dialog).ToContainTextAsync($"Things that lose access{pumps}: pump-");
        await portal.AssertAccessibleAsync("the revocation dialog");
        await dialog.GetByLabel("Reason").SelectOptionAsync("CessationOfOperation");
        await dialog.GetByLabel("Start with").FillAsync("25");
        await dialog.GetByLabel($"Type {pumps} to confirm").FillAsync($"{pumps}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Revoke {pumps} certificates" }).ClickAsync();

        await Expect(page.Locator(".note.warning")).ToContainTextAsync("The canary is revoked");
        Assert.Equal(pumps / 4, (int)(await fleet.GetAsync("/certificates?status=revoked&limit=1"))["total"]!);
        await portal.AssertAccessibleAsync("a batch at its canary");
        await page.ReloadAsync();
        await portal.ReadyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Revoke the other {pumps - (pumps / 4)}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"{pumps} of {pumps} certificates revoked");
        var known = page.Locator("section[aria-label='Effective after']");
        foreach (var what in new[] { "Session closed", "Reconnect refused", "OCSP reports it", "CRL lists it" })
        {
            await Expect(known.Locator("li", new LocatorLocatorOptions { HasText = what })).ToContainTextAsync(" ms");
        }

        await portal.AssertAccessibleAsync("a batch that is done");
        await Eventually.Holds("the sessions' end", () => fleet.Get<LiveConnections>().OpenCount == Things - pumps);
        portal.AssertNoFaults();
    }
}
