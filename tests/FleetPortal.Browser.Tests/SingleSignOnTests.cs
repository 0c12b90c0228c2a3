using System.Text.RegularExpressions;
using FleetPortal.Testing;
using FleetPortal.Tests.SignIn;
using Microsoft.Playwright;
using Xunit;

namespace FleetPortal.Browser.Tests;

/// <summary>What a script cannot show: browsers apply the content security policy to redirects, and cookies to sites.</summary>
public sealed class SingleSignOnTests(BrowserFixture fixture)
{
    [Fact]
    public async Task APersonSignsInAtAProviderOnAnotherSite_AndSignsOutThereToo()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal = await RunningPortal.StartAsync(null, "Production", provider.Settings());
        await using var page = await fixture.OpenAsync(portal);
        await page.Page.GotoAsync("/things?q=type:pump");
        await page.AssertAccessibleAsync("sign-in with a provider");
        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Continue with single sign-on" }).ClickAsync();
        await page.ReadyAsync();
        Assert.Equal("/things?q=type:pump", new Uri(page.Page.Url).PathAndQuery);

        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("account of Grace") }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await page.Page.WaitForURLAsync(new Regex("/sign-in$"));
        Assert.Equal(1, provider.SignOuts);
        await page.Page.GotoAsync("/things");
        Assert.StartsWith("/sign-in?returnUrl=", new Uri(page.Page.Url).PathAndQuery, StringComparison.Ordinal);
        page.AssertNoFaults();
    }

    [Fact]
    public async Task APersonWithoutARole_IsToldSo_AndMayUseAnotherAccount()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "strangers");
        await using var portal = await RunningPortal.StartAsync(null, "Production", provider.Settings());
        await using var page = await fixture.OpenAsync(portal, width: 390, height: 844);
        await page.Page.GotoAsync("/sign-in");
        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Continue with single sign-on" }).ClickAsync();
        await page.Page.GetByText("You are signed in at your identity provider, but have no role in FleetPortal.").WaitForAsync();
        await page.AssertAccessibleAsync("sign-in without a role");
        provider.Person = new ProvidedPerson("2", "Ada", "viewer");
        await page.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Use another account" }).ClickAsync();
        await page.ReadyAsync();
        Assert.Equal("login", provider.AskedPrompt);
        page.AssertNoFaults();
    }
}
