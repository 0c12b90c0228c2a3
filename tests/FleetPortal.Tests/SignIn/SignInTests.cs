using System.Net;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.SignIn;

public sealed class SignInTests
{
    [Fact]
    public async Task TheSetupLink_MakesTheFirstAdministrator_Once()
    {
        await using var portal = await RunningPortal.StartAsync();
        var link = portal.Get<SetupLink>().Path!;
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(link);
        Assert.Contains("fault=", (await browser.SubmitAsync("setup", ("name", "root"), ("password", "short"), ("repeated", "short")))
            .ToString(), StringComparison.Ordinal);
        await browser.GetAsync(link);
        Assert.Equal("/", (await browser.SubmitAsync("setup",
            ("name", "root"), ("password", "correct horse battery"), ("repeated", "correct horse battery"))).ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);

        using var other = new FormBrowser(portal.Application.PortalAddress);
        Assert.Contains("This link has been used or replaced", (await other.GetAsync(link)).Html, StringComparison.Ordinal);
        await other.GetAsync("/sign-in");
        Assert.Contains("failed=password",
            (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "wrong"))).ToString(), StringComparison.Ordinal);
        await other.GetAsync("/sign-in");
        Assert.Equal("/", (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "correct horse battery"))).ToString());
    }

    [Fact]
    public async Task SigningOut_EndsTheSession_WhereverItsCookieIs()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        await browser.SubmitAsync("sign-in/persona", ("persona", "Jonas"));
        using var copy = browser.Copy();
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/")).Status);
        var actor = Assert.Single(await portal.Get<SessionQueries>().ListAsync(Actor.System, TestContext.Current.CancellationToken));
        Assert.Equal(("Jonas", "demo", "127.0.0.1"), (actor.Person, actor.Method, actor.RemoteAddress));
        await portal.Get<EndSessions>().OneAsync(actor.Id, Actor.System, TestContext.Current.CancellationToken);
        Assert.Contains("/sign-in", (await copy.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.Contains("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SigningInAnew_ChangesTheSession_AndEndsTheOneBefore()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        await browser.SubmitAsync("sign-in/persona", ("persona", "Aiko"));
        using var copy = browser.Copy();
        await browser.GetAsync("/sign-in");
        await browser.SubmitAsync("sign-in/persona", ("persona", "Jonas"));
        Assert.Equal("Jonas",
            Assert.Single(await portal.Get<SessionQueries>().ListAsync(Actor.System, TestContext.Current.CancellationToken)).Person);
        Assert.Contains("/sign-in", (await copy.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FiveWrongPasswords_LockTheAccount()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(portal.Get<SetupLink>().Path!);
        await browser.SubmitAsync("setup", ("name", "root"), ("password", "correct horse battery"), ("repeated", "correct horse battery"));
        using var other = new FormBrowser(portal.Application.PortalAddress);
        for (var i = 0; i < 5; i++)
        {
            await other.GetAsync("/sign-in");
            await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "wrong"));
        }

        await other.GetAsync("/sign-in");
        Assert.Contains("failed=password", (await other.SubmitAsync("sign-in/local",
            ("name", "root"), ("password", "correct horse battery"))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutSigningIn_EveryPageLeadsToTheEntrance_AndInProductionThereAreNoPersonas()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        foreach (var path in new[] { "/", "/things", "/things/x", "/certificates", "/connections", "/connections/attempts" })
        {
            Assert.Contains("/sign-in?returnUrl=", (await browser.GetAsync(path)).Location, StringComparison.Ordinal);
        }

        var entrance = await browser.GetAsync("/sign-in");
        Assert.DoesNotContain("Jonas", entrance.Html, StringComparison.Ordinal);

        // There is nothing that takes the form (404, or 405 from the pages' own route), and nobody is signed in afterwards.
        Assert.Contains((await browser.PostAsync("/sign-in/persona", ("persona", "Jonas"))).Status,
            new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
        Assert.Contains("/sign-in?returnUrl=", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatIsNoPage_SaysSo()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        var (status, html, _) = await browser.GetAsync("/no-such-page");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is no such page", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheDemosOpenDoor_IsForThisMachinesNamesAlone()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Host = "evil.example";
        using var answer = await portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task ReturnUrls_StayHere()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        foreach (var url in new[] { "//evil.example/", "/%09/evil.example/login", "/%0A/evil.example", "https://evil.example/" })
        {
            await browser.GetAsync($"/sign-in?returnUrl={url}");
            Assert.Equal("/", (await browser.SubmitAsync("sign-in/persona", ("persona", "Jonas"))).ToString());
        }
    }

    [Fact]
    public async Task AFormWithoutItsAntiforgeryToken_IsRefused()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in/persona", ("persona", "Jonas"))).Status);
    }

    [Fact]
    public void OnePerson_HasSoManyPagesOpen_AndAnotherOfTheSameNameIsNotHeldUp()
    {
        var pages = new OpenPages();
        var (grace, namesake) = (new Actor("openid", "Grace", Role.Viewer) { Id = "https://login.example#1" },
            new Actor("openid", "Grace", Role.Viewer) { Id = "https://login.example#2" });
        Assert.All(Enumerable.Range(0, OpenPages.MaxPerPerson), _ => Assert.True(pages.TryEnter(grace)));
        Assert.False(pages.TryEnter(grace));
        Assert.True(pages.TryEnter(namesake));
        pages.Leave(grace);
        Assert.True(pages.TryEnter(grace));
    }
}
