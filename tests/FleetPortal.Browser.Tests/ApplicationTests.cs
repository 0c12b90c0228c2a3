using System.Globalization;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

public sealed class ApplicationTests(BrowserFixture fixture)
{
    // Behind these are other programs, the CRL and OCSP, not only the page.
    private static readonly LocatorAssertionsToContainTextOptions _patient = new() { Timeout = 30_000 };

    [Fact]
    public async Task AnApplication_IsMadeInThePage_HearsTheFleet_IsNamedAsAListener_AndIsThrownOutByARevocation()
    {
        var suffix = Guid.NewGuid().ToString("N")[..8];
        var (name, type) = ($"historian-{suffix}", $"buoy-{suffix}");
        var device = await fixture.Portal.EnrolAsync($"zz-{type}", type);
        await using var portal = await fixture.OpenAsync();
        var page = portal.Page;
        await portal.SignInAsync("Jonas");

        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Applications" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add an application" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await dialog.GetByLabel("Owner (optional)").FillAsync("Data team");
        await dialog.GetByLabel("Common rights").SelectOptionAsync("Hears telemetry and state of one type");
        await dialog.GetByLabel("ThingType").FillAsync(type);
        await dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("are not in the lists yet");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add rights" }).ClickAsync();
        await Expect(dialog.GetByLabel("Hears, one filter on each line")).ToHaveValueAsync(new Regex($"fleet/{type}/\\+/telemetry/#"));
        await portal.AssertAccessibleAsync("the dialog of an application");
        await dialog.Locator("button[type=submit]").ClickAsync();
        var panel = page.Locator(".side");
        await Expect(panel).ToContainTextAsync(name);
        await Expect(panel).ToContainTextAsync("Data team");
        await Expect(panel).ToContainTextAsync($"Hears telemetry of type {type}");
        await Expect(panel).ToContainTextAsync("not connected");

        await panel.GetByRole(AriaRole.Button, new() { Name = "Issue" }).ClickAsync();
        await dialog.GetByLabel("The application enrols itself").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync($"curl --cacert roots.pem -u {name}:fe_");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Cancel token" }).ClickAsync();
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Cancel token" })).ToHaveCountAsync(0);
        await panel.GetByRole(AriaRole.Button, new() { Name = "Issue" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Issue", Exact = true }).ClickAsync();
        using var files = new TemporaryDirectory();
        await portal.SaveAsync($"{name}.key", files);
        await portal.SaveAsync($"{name}.pem", files);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(panel.Locator(".certificate")).ToContainTextAsync("Active", _patient);

        var listen = (string[])["-h", "localhost", "-p", fixture.Portal.MqttPort.ToString(CultureInfo.InvariantCulture),
            "--cafile", device.RootsFile, "--cert", files.File($"{name}.pem"), "--key", files.File($"{name}.key"), "-i", name, "-V", "5",
            "-t", $"fleet/{type}/+/telemetry/#", "-v", "-d"];
        using var historian = Tool.Start("mosquitto_sub", listen);
        await Expect(panel).ToContainTextAsync("1 of 8 allowed", _patient);
        await Eventually.Holds("the subscription of the application", () =>
            fixture.Portal.Get<LiveConnections>().OfClient(name)?.Session?.Invoke().Subscriptions.Count == 1);
        var published = await Tool.RunAsync("mosquitto_pub", ["-h", "localhost", "-p",
            fixture.Portal.MqttPort.ToString(CultureInfo.InvariantCulture), "--cafile", device.RootsFile, "--cert", device.CertificateFile,
            "--key", device.KeyFile, "-i", device.Name, "-V", "5", "-q", "1", "-t", $"{device.Prefix}/telemetry/depth", "-m", "4.2 m"]);
        Assert.True(published.ExitCode == 0, published.All);
        await Expect(page.Locator("section[aria-label='Who hears what'] tr", new() { HasText = $"Telemetry of type {type}" }))
            .ToContainTextAsync(name, _patient);

        await portal.GoAsync($"/connections/live/{name}");
        await Expect(page.Locator("section[aria-label=Subscriptions] tbody")).ToContainTextAsync($"fleet/{type}/+/telemetry/#");
        await Expect(page.Locator(".panel .panel")).ToHaveCountAsync(0);

        await portal.GoAsync($"/things/{device.Name}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Contain", Exact = true }).ClickAsync();
        await Expect(panel.Locator(".blast div", new() { HasText = "Subscribers" })).ToContainTextAsync(name, _patient);

        await page.SetViewportSizeAsync(390, 844);
        await portal.GoAsync("/applications");
        await Expect(page.Locator(".applications tr.row", new() { HasText = name })).ToContainTextAsync("Data team");
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.applications tr.row')].every(row => row.scrollHeight <= row.clientHeight)"));
        await page.SetViewportSizeAsync(1440, 900);
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Revoke…" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("1 will be closed", _patient);
        await dialog.GetByLabel($"Type {name} to confirm").FillAsync(name);
        await portal.AssertAccessibleAsync("the revoke dialog of an application");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke for good" }).ClickAsync();
        await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("1 session closed", _patient);
        await Expect(panel.Locator(".certificate")).ToContainTextAsync("Revoked", _patient);
        await Expect(panel).ToContainTextAsync("not connected", _patient);
        var heard = await historian.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"{device.Prefix}/telemetry/depth 4.2 m", heard, StringComparison.Ordinal);
        Assert.Contains("Received DISCONNECT (135)", heard, StringComparison.Ordinal);

        var again = await Tool.RunAsync("mosquitto_sub", listen);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("Not authorized", again.All, StringComparison.OrdinalIgnoreCase);

        await panel.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = $"Delete {name}" }).ClickAsync();
        await Expect(panel).ToHaveCountAsync(0);
        portal.AssertNoFaults();

        // The other tests count the Things of this portal.
        using var forgotten = await fixture.Portal.Api.DeleteAsync(
            new Uri($"/api/v1/things/{device.Name}?forget=true", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(forgotten.IsSuccessStatusCode, forgotten.ToString());
    }
}
