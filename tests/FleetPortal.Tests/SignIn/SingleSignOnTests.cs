using System.Net;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.SignIn;

public sealed class SingleSignOnTests
{
    [Fact]
    public async Task TheRoleMap_AddsToTheNamesThatCountByThemselves_AndAdministratorIsNoneOfThem()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal = await RunningPortal.StartAsync(
            null, "Production", provider.Settings("--Authentication:OpenIdConnect:RoleMap:fleet-admins=administrator",
                "--Authentication:OpenIdConnect:RoleMap:operator=none"));
        foreach (var (role, shown) in new[] { ("fleet-admins", true),
            ("support", true), ("operator", false), ("administrator", false), ("strangers", false) })
        {
            provider.Person = new ProvidedPerson("1", "Grace", role);
            using var browser = new FormBrowser(portal.Application.PortalAddress);
            var end = await browser.SignInAtProviderAsync();
            Assert.Equal((role, shown ? "/" : "/sign-in?failed=role"), (role, end));
            Assert.Equal((role, shown ? HttpStatusCode.OK : HttpStatusCode.Redirect), (role, (await browser.GetAsync("/")).Status));
            if (!shown)
            {
                Assert.Contains("You are signed in at your identity provider, but have no role in FleetPortal.",
                    (await browser.GetAsync(end)).Html, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("fleet-admins", Role.Administrator)]
    [InlineData("viewer", Role.Viewer)]
    [InlineData("viewer fleet-admins strangers", Role.Administrator)]
    [InlineData("Viewer", null)]
    [InlineData("administrator", null)]
    [InlineData("", null)]
    public void TheHighestRoleThatTheMapGives_Counts(string roles, Role? role)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Authentication:OpenIdConnect:Authority"] = "https://login.example",
            ["Authentication:OpenIdConnect:ClientId"] = "portal",
            ["Authentication:OpenIdConnect:RoleMap:fleet-admins"] = "Administrator",
        }).Build();
        Assert.Equal(role, SettingsReader.Read(configuration, isDevelopment: false).OpenIdConnect!.RoleOf(roles.Split(' ')));
    }

    [Fact]
    public async Task TheChallenge_UsesCodeFlowWithPkce_AndAsksForTheScopesThatWereSet()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal =
            await RunningPortal.StartAsync(null, "Production", provider.Settings("--Authentication:OpenIdConnect:Scopes=email groups"));
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        var entrance = (await browser.GetAsync("/sign-in")).Html;
        Assert.DoesNotContain("Password", entrance, StringComparison.Ordinal);
        Assert.Contains("href=\"sign-in/provider?returnUrl=", entrance, StringComparison.Ordinal);
        var (status, _, challenge) = await browser.GetAsync("/sign-in/provider");
        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.Contains("code_challenge=", challenge, StringComparison.Ordinal);
        Assert.Contains("response_type=code", challenge, StringComparison.Ordinal);
        Assert.Equal("/", await browser.FollowAsync(new Uri(challenge)));
        Assert.Equal(["openid", "email", "groups"], provider.AskedScopes);
        await browser.SignInAtProviderAsync("?again=true");
        Assert.Equal("login", provider.AskedPrompt);
    }

    [Fact]
    public async Task AChallengeThatAnotherSiteStarts_OnlyGetsTheSignInPage()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal = await RunningPortal.StartAsync(null, "Production", provider.Settings());
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        Assert.Equal("/sign-in?returnUrl=%2Fthings",
            (await browser.GetAsync("/sign-in/provider?returnUrl=/things", ("Sec-Fetch-Site", "cross-site"))).Location);
        Assert.StartsWith(provider.Address, (await browser.GetAsync("/sign-in/provider?returnUrl=/things",
            ("Sec-Fetch-Site", "same-origin"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AfterTheSignIn_PeopleComeBackToAPageOfThePortal()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal = await RunningPortal.StartAsync(null, "Production", provider.Settings());
        foreach (var (wanted, end) in new[] { ("/things%3Fq=a", "/things?q=a"), ("/%09/evil.example/login", "/"), ("//evil.example", "/") })
        {
            using var browser = new FormBrowser(portal.Application.PortalAddress);
            Assert.Equal((wanted, end), (wanted, await browser.SignInAtProviderAsync($"?returnUrl={wanted}")));
        }
    }

    [Fact]
    public async Task ASignInThroughTheProvider_CountsForTwoHours_HoweverBusyOneIs()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal = await RunningPortal.StartWithClockAsync(time, provider.Settings());
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        Assert.Equal("/", await browser.SignInAtProviderAsync());
        time.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoPeopleOfOneName_AreTwoInTheAudit()
    {
        await using var provider = await IdentityProvider.StartAsync(new ProvidedPerson("1", "Grace", "viewer"));
        await using var portal = await RunningPortal.StartAsync(null, "Production", provider.Settings());
        foreach (var subject in new[] { "1", "2" })
        {
            provider.Person = new ProvidedPerson(subject, "Grace", "viewer");
            using var browser = new FormBrowser(portal.Application.PortalAddress);
            Assert.Equal("/", await browser.SignInAtProviderAsync());
        }

        var entries = await portal.Get<AuditQueries>().AfterAsync(0, 100, Actor.System, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("Grace", $"{provider.Address}/#1"), ("Grace", $"{provider.Address}/#2")],
            entries.Where(entry => entry.Action == "account.signed-in").Select(entry => (entry.Actor, entry.ActorId!)));
    }

    [Fact]
    public async Task SigningOut_EndsTheSessionAtTheProviderToo()
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", "viewer");
        await using var portal =
            await RunningPortal.StartAsync(null, "Production", provider.Settings("--Authentication:Local:Enabled=true"));
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.SignInAtProviderAsync();
        var (page, refresh) = await browser.SignOutAsync();
        Assert.StartsWith($"0;url={provider.Address}/connect/end-session?", refresh, StringComparison.Ordinal);
        Assert.Contains("Signed out of FleetPortal", page, StringComparison.Ordinal);
        Assert.Contains("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.Equal("/sign-in", await browser.FollowAsync(new Uri(refresh["0;url=".Length..])));
        Assert.Equal(1, provider.SignOuts);
    }

    [Fact]
    public async Task LocalAccounts_CanStayBesideTheProvider_ForEmergencies()
    {
        await using var portal = await RunningPortal.StartAsync(
            null, "Production", "--Authentication:OpenIdConnect:Authority=http://127.0.0.1:1",
            "--Authentication:OpenIdConnect:ClientId=portal", "--Authentication:Local:Enabled=true");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        var entrance = (await browser.GetAsync("/sign-in")).Html;
        Assert.Contains("Continue with single sign-on", entrance, StringComparison.Ordinal);
        Assert.Contains("or with a local account", entrance, StringComparison.Ordinal);
        Assert.Contains("name=\"password\"", entrance, StringComparison.Ordinal);

        // And a provider that is down is said in words.
        var (_, _, location) = await browser.GetAsync("/sign-in/provider?returnUrl=/things");
        Assert.Equal("/sign-in?failed=unreachable&returnUrl=%2Fthings", location);
        Assert.Contains("The identity provider cannot be reached", (await browser.GetAsync(location)).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RoleMap:helpdesk=support,operator",
        "RoleMap:helpdesk: support,operator is not administrator, operator, support, viewer or none.")]
    [InlineData("RoleMap:helpdesk=3", "RoleMap:helpdesk: 3 is not")]
    [InlineData("Scopes=groups ümlaut", "Scopes: groups ümlaut is not a list of scopes")]
    [InlineData("Issuer=http://other.example", "Issuer: http://other.example must be an https address")]
    public void ABadSetting_StopsTheStart(string setting, string fault)
    {
        var faults = Assert.Throws<SettingsException>(() => FleetPortalApplication.Create(
            ["--Authentication:OpenIdConnect:Authority=https://login.example",
                "--Authentication:OpenIdConnect:ClientId=portal", $"--Authentication:OpenIdConnect:{setting}"], "Production")).Faults;
        Assert.Contains($"Authentication:OpenIdConnect:{fault}", Assert.Single(faults), StringComparison.Ordinal);
    }
}
