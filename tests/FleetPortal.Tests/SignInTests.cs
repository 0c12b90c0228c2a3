using System.Net;
using System.Text.RegularExpressions;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests;

public sealed partial class SignInTests
{
    [Fact]
    public async Task TheSetupLink_MakesTheFirstAdministrator_Once()
    {
        await using var portal = await RunningPortal.StartAsync();
        var link = portal.Get<SetupLink>().Path!;
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(link);
        Assert.Contains("fault=", (await browser.SubmitAsync("setup", ("name", "root"), ("password", "short"))).ToString(), StringComparison.Ordinal);
        await browser.GetAsync(link);
        Assert.Equal("/", (await browser.SubmitAsync("setup", ("name", "root"), ("password", "correct horse battery"))).ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);

        using var other = new FormBrowser(portal.Application.PortalAddress);
        Assert.Contains("out of date", (await other.GetAsync(link)).Html, StringComparison.Ordinal);
        await other.GetAsync("/sign-in");
        Assert.Contains("failed=password", (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "wrong"))).ToString(), StringComparison.Ordinal);
        await other.GetAsync("/sign-in");
        Assert.Equal("/", (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "correct horse battery"))).ToString());
    }

    [Fact]
    public async Task FiveWrongPasswords_LockTheAccount()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync(portal.Get<SetupLink>().Path!);
        await browser.SubmitAsync("setup", ("name", "root"), ("password", "correct horse battery"));
        using var other = new FormBrowser(portal.Application.PortalAddress);
        for (var i = 0; i < 5; i++)
        {
            await other.GetAsync("/sign-in");
            await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "wrong"));
        }

        await other.GetAsync("/sign-in");
        Assert.Contains("failed=password", (await other.SubmitAsync("sign-in/local", ("name", "root"), ("password", "correct horse battery"))).ToString(), StringComparison.Ordinal);
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
        Assert.Contains((await browser.PostAsync("/sign-in/persona", ("persona", "Jonas"))).Status, new[] { HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed });
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
        await browser.GetAsync("/sign-in?returnUrl=//evil.example/");
        Assert.Equal("/", (await browser.SubmitAsync("sign-in/persona", ("persona", "Jonas"))).ToString());
    }

    [Fact]
    public async Task AFormWithoutItsAntiforgeryToken_IsRefused()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-in/persona", ("persona", "Jonas"))).Status);
    }

    [Theory]
    [InlineData("fleet-admins", "/")]
    [InlineData("strangers", "/sign-in?failed=role")]
    public async Task OpenIdConnect_LetsInWhomTheRoleMapKnows(string role, string end)
    {
        await using var provider = await IdentityProvider.StartAsync("Grace", role);
        await using var portal = await RunningPortal.StartAsync(
            null, "Production",
            $"--Authentication:OpenIdConnect:Authority={provider.Address}", "--Authentication:OpenIdConnect:ClientId=portal", "--Authentication:OpenIdConnect:ClientSecret=secret", "--Authentication:OpenIdConnect:RoleMap:fleet-admins=administrator");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        var entrance = await browser.GetAsync("/sign-in");
        Assert.DoesNotContain("Password", entrance.Html, StringComparison.Ordinal);
        var challenge = await browser.SubmitAsync("sign-in/provider");
        Assert.Contains("code_challenge=", challenge.Query, StringComparison.Ordinal);
        Assert.Contains("response_type=code", challenge.Query, StringComparison.Ordinal);
        Assert.Equal(end, await browser.FollowAsync(challenge));
        if (end == "/")
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        }
    }

    [Fact]
    public async Task ASignInThroughTheProvider_CountsForTwoHours_HoweverBusyOneIs()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var provider = await IdentityProvider.StartAsync("Grace", "administrator");
        await using var portal = await RunningPortal.StartWithClockAsync(
            time, $"--Authentication:OpenIdConnect:Authority={provider.Address}", "--Authentication:OpenIdConnect:ClientId=portal", "--Authentication:OpenIdConnect:ClientSecret=secret");
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        Assert.Equal("/", await browser.FollowAsync(await browser.SubmitAsync("sign-in/provider")));
        time.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("/sign-in", (await browser.GetAsync("/")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public void OnePerson_HasSoManyPagesOpen_AndAnotherIsNotHeldUp()
    {
        var pages = new OpenPages();
        var (grace, ada) = (new Actor("openid", "Grace", Role.Viewer), new Actor("openid", "Ada", Role.Viewer));
        Assert.All(Enumerable.Range(0, OpenPages.MaxPerPerson), _ => Assert.True(pages.TryEnter(grace)));
        Assert.False(pages.TryEnter(grace));
        Assert.True(pages.TryEnter(ada));
        pages.Leave(grace);
        Assert.True(pages.TryEnter(grace));
    }

    /// <summary>What a browser does with forms, without one: cookies, hidden fields, redirects.</summary>
    private sealed partial class FormBrowser(Uri address) : IDisposable
    {
        private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        private string _html = "";

        public async Task<(HttpStatusCode Status, string Html, string Location)> GetAsync(string path)
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
            _html = await answer.Content.ReadAsStringAsync();
            return (answer.StatusCode, _html, answer.Headers.Location?.ToString() ?? "");
        }

        public async Task<(HttpStatusCode Status, Uri? Location)> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
            using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
            return (answer.StatusCode, answer.Headers.Location);
        }

        /// <summary>Fills in and sends the form with this action, its hidden fields included; answers where it leads.</summary>
        public async Task<Uri> SubmitAsync(string action, params (string Name, string Value)[] fields)
        {
            var form = Form().Matches(_html).Select(match => match.Value).First(text => text.Contains($"action=\"{action}\"", StringComparison.Ordinal));
            var hidden = Hidden().Matches(form).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value))).Where(field => fields.All(given => given.Name != field.Item1));
            var (status, location) = await PostAsync("/" + action, [.. hidden, .. fields]);
            Assert.Equal(HttpStatusCode.Redirect, status);
            return location!.IsAbsoluteUri ? location : new Uri(location.ToString(), UriKind.Relative);
        }

        /// <summary>Follows redirects to the end; answers the last path of the portal.</summary>
        public async Task<string> FollowAsync(Uri location)
        {
            while (true)
            {
                var (status, _, next) = await GetAsync(location.ToString());
                if (status != HttpStatusCode.Redirect)
                {
                    throw new InvalidOperationException($"{location} answered {status}.");
                }

                location = new Uri(new Uri(_http.BaseAddress!, location), next);
                if (location.Authority == _http.BaseAddress!.Authority && !location.AbsolutePath.StartsWith("/sign-in/oidc", StringComparison.Ordinal))
                {
                    return location.PathAndQuery;
                }
            }
        }

        public void Dispose() => _http.Dispose();

        [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
        private static partial Regex Form();

        [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\"(?: value=\"([^\"]*)\")?")]
        private static partial Regex Hidden();
    }
}
