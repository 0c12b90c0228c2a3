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
        await fixture.Portal.PostAsync("/things", new { name = "audited", type = "pump" });
        using var patch = await fixture.Portal.Api.PatchAsync(new Uri("/api/v1/things/audited", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { type = "valve" }), TestContext.Current.CancellationToken);
        await using var portal = await fixture.OpenAsync(1440);
        await portal.SignInAsync("Aiko");
        await portal.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" }).ClickAsync();
        await Expect(portal.Page.GetByRole(AriaRole.Heading, new() { Name = "Audit" })).ToBeVisibleAsync();
        await portal.Page.GetByLabel("What").SelectOptionAsync("thing.changed");
        await Expect(portal.Page).ToHaveURLAsync(new Regex("action=thing.changed"));
        await portal.Page.GetByLabel("Find by target").FillAsync("audited");
        await Expect(portal.Page).ToHaveURLAsync(new Regex("target=audited"));
        var row = portal.Page.Locator("tr.row").Filter(new() { HasText = "Changed a Thing" });
        await Expect(row).ToHaveCountAsync(1);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        var panel = portal.Page.Locator("section.attempt");
        await Expect(panel).ToContainTextAsync(new Regex("Type\\s*pump\\s*→\\s*valve"));
        await Expect(panel).ToContainTextAsync("Unchanged since it was written.");

        var download = await portal.Page.RunAndWaitForDownloadAsync(() => portal.Page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Contains("thing.changed,audited,thing", lines[1], StringComparison.Ordinal);

        await portal.Page.GetByRole(AriaRole.Button, new() { Name = "Verify the chain" }).ClickAsync();
        await Expect(portal.Page.Locator(".head")).ToContainTextAsync(new Regex("entries, none changed, none missing\\s*verified (now|1 s ago)"));
        portal.AssertNoFaults();
    }
}
