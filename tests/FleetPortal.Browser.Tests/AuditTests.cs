using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace FleetPortal.Browser.Tests;

public sealed class AuditTests(BrowserFixture fixture)
{
    [Fact]
    public async Task WhoDidWhat_IsFoundByFilter_ReadWithItsBeforeAndAfter_AndExported()
    {
        await fixture.Portal.PostAsync("/things", new { name = "zz-audited", type = "probe" });
        using var patch = await fixture.Portal.Api.PatchAsync(new Uri("/api/v1/things/zz-audited", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { type = "gauge" }), TestContext.Current.CancellationToken);
        await using var portal = await fixture.OpenAsync(1440);
        await portal.SignInAsync("Aiko");
        await portal.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Heading, new() { Name = "Audit" })).ToBeVisibleAsync();
        await portal.Page.GetByLabel("What").SelectOptionAsync("thing.changed");
        await Expect(portal.Page).ToHaveURLAsync(new Regex("action=thing.changed"));
        await portal.Page.GetByLabel("Find by target").FillAsync("zz-audited");
        await Expect(portal.Page).ToHaveURLAsync(new Regex("target=zz-audited"));
        var row = portal.Page.Locator("tr.row").Filter(new() { HasText = "Changed a Thing" });
        await Expect(row).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        var panel = portal.Page.Locator("section.attempt");
        await Expect(panel).ToContainTextAsync(new Regex("Type\\s*probe\\s*→\\s*gauge"));
        await Expect(panel).ToContainTextAsync("Unchanged since it was written.");

        var download = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" })
            .ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Contains("thing.changed,zz-audited,thing", lines[1], StringComparison.Ordinal);

        await portal.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the chain" }).ClickAsync();
        await Expect(portal.Page.Locator(".head"))
            .ToContainTextAsync(new Regex("entries, none changed, none missing\\s*verified (now|1 s ago)"));
        portal.AssertNoFaults();

        // The other tests count the Things of this portal.
        using var forgotten = await fixture.Portal.Api.DeleteAsync(new Uri("/api/v1/things/zz-audited?forget=true", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.True(forgotten.IsSuccessStatusCode, forgotten.ToString());
    }
}
