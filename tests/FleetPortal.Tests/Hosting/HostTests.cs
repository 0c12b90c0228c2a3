using System.Net;
using FleetPortal.Configuration;
using FleetPortal.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>Host names, proxies, and what browsers are told about TLS.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task ARequestForAnotherName_IsRefused_SaveForWhatDevicesAndLoadBalancersAsk()
    {
        await using var portal = await RunningPortal.StartAsync(null,
            "Production", "--Listen:PublicHost=fleet.example.com", "--Listen:AllowedHosts=fleet.internal, 192.0.2.7");
        foreach (var (host, path, status) in new[]
        {
            ("evil.example", "/sign-in", HttpStatusCode.MisdirectedRequest),
            ("evil.example", "/", HttpStatusCode.MisdirectedRequest),
            ("evil.example", "/api/v1/things", HttpStatusCode.MisdirectedRequest),
            ("evil.example", "/openapi/v1.json", HttpStatusCode.MisdirectedRequest),
            ("192.0.2.8", "/sign-in", HttpStatusCode.MisdirectedRequest),
            ("fleet.example.com", "/sign-in", HttpStatusCode.OK),
            ("FLEET.internal:8080", "/sign-in", HttpStatusCode.OK),
            ("192.0.2.7", "/sign-in", HttpStatusCode.OK),
            ("localhost", "/sign-in", HttpStatusCode.OK),
            ("[::1]", "/sign-in", HttpStatusCode.OK),
            ("evil.example", "/pki/roots.pem", HttpStatusCode.OK),
            ("10.1.2.3", "/health/live", HttpStatusCode.OK),
        })
        {
            using var answer = await SendAsync(portal, path, ("Host", host));
            Assert.Equal((host, path, status), (host, path, answer.StatusCode));
            Assert.DoesNotContain("evil",
                await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) + answer.Headers, StringComparison.Ordinal);
        }

        // Nobody said that there is a proxy.
        using var forwarded = await SendAsync(portal, "/", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"));
        Assert.StartsWith(portal.Application.PortalAddress + "sign-in", forwarded.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKnownProxy_IsBelieved_ButNotAnEvilNameThatItPassesOn()
    {
        await using var portal =
            await RunningPortal.StartAsync(null, "Production", "--Listen:BehindProxy=true", "--Listen:PublicHost=fleet.example.com");
        using var own = await SendAsync(portal,
            "/things", ("X-Forwarded-Host", "fleet.example.com"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.9"));
        Assert.StartsWith("https://fleet.example.com/sign-in", own.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var evil = await SendAsync(portal, "/things", ("X-Forwarded-Host", "evil.example"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, evil.StatusCode);
    }

    [Fact]
    public async Task TriesToSignIn_AreCountedForAWholeIPv6Network()
    {
        await using var portal =
            await RunningPortal.StartAsync(null, "Production", "--Listen:BehindProxy=true", "--Listen:PublicHost=fleet.example.com");
        var codes = new List<HttpStatusCode>();
        for (var i = 1; i <= 21; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in/local") { Content = new FormUrlEncodedContent([]) };
            request.Headers.Add("X-Forwarded-For", $"2001:db8:1:1::{i:x}");
            request.Headers.Add("X-Forwarded-Host", "fleet.example.com");
            using var answer = await portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
            codes.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.TooManyRequests], codes.Where(code => code == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.TooManyRequests, codes[^1]);
    }

    [Fact]
    public async Task AProxyThatIsNotKnown_IsNotBelieved()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production",
            "--Listen:BehindProxy=true", "--Listen:PublicHost=fleet.example.com", "--Listen:KnownProxies=10.0.0.0/8,192.0.2.1");
        using var answer = await SendAsync(portal, "/things", ("Host", "fleet.example.com"), ("X-Forwarded-Host", "other.example"));
        Assert.StartsWith("https://fleet.example.com/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    public async Task TheDemosPersonas_DoNotAnswerThroughAProxy(string header, string value)
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        foreach (var path in new[] { "/sign-in", "/", "/api/v1/things" })
        {
            using var answer = await SendAsync(portal, path, (header, value));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        }

        using var direct = await SendAsync(portal, "/sign-in");
        Assert.Contains("Jonas", await direct.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnHttp10Request_IsAProxys_AndGetsNoPersonas()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        using var request = new HttpRequestMessage(HttpMethod.Get,
            "/sign-in") { Version = HttpVersion.Version10, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("--Listen:BehindProxy=true")]
    [InlineData("--Listen:Portal=https://127.0.0.1:0")]
    public async Task WherePagesGoOverTls_BrowsersKeepToIt_AndCookiesAreBoundToTheHost(string setting)
    {
        await using var portal = await RunningPortal.StartAsync(null, "Production", setting, "--Listen:PublicHost=fleet.example.com");
        using var answer = await SendAsync(portal, "/sign-in", ("Host", "fleet.example.com"));
        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.StartsWith("__Host-fleetportal", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task OverPlainHttpOnLoopback_CookiesWork_AndNothingIsSaidAboutTls()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var answer = await SendAsync(portal, "/sign-in");
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie =>
        {
            Assert.StartsWith("fleetportal", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api-docs")]
    [InlineData("/no-such-page")]
    public async Task NoPage_AllowsInlineScriptsWithoutANonce(string path)
    {
        await using var portal = await RunningPortal.StartAsync();
        using var answer = await SendAsync(portal, path);
        var scripts = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
            .Split("; ").Single(part => part.StartsWith("script-src", StringComparison.Ordinal));
        Assert.Matches("^script-src 'self' 'nonce-[A-Za-z0-9_-]{22}'$", scripts);
    }

    [Theory]
    [InlineData("Listen:KnownProxies", "10.0.0.0/8, proxy", "Listen:KnownProxies: proxy is neither an address nor a network")]
    [InlineData("Listen:KnownProxies", "10.0.0.0/33", "Listen:KnownProxies: 10.0.0.0/33 is neither")]
    [InlineData("Listen:AllowedHosts", "fleet.example.com,a b", "Listen:AllowedHosts: a b is not a host name")]
    public void ABadSetting_StopsTheStart(string key, string value, string fault)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
        Assert.StartsWith(fault, Assert.Single(Assert
            .Throws<SettingsException>(() => SettingsReader.Read(configuration, isDevelopment: false)).Faults), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RunningPortal portal, string path, params (string Name, string Value)[] headers)
    {
#pragma warning disable CA5399, CA5400, CA5359 // The portal's own certificate, of which only the headers behind it are looked at.
        using var handler = new HttpClientHandler { AllowAutoRedirect = false,
            UseCookies = false, ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler);
#pragma warning restore CA5399, CA5400, CA5359
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri($"{portal.Application.PortalAddress.Scheme}://127.0.0.1:{portal.Application.Endpoints.PortalPort}{path}"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
