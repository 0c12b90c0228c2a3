using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.SignIn;

/// <summary>One portal, and a provider that says what each test wants.</summary>
public sealed class ForgedTokenTests : IAsyncLifetime
{
    private const string Refused = "/sign-in?failed=provider";

    private ForgingProvider _provider = null!;
    private RunningPortal _portal = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await ForgingProvider.StartAsync();
        _portal = await RunningPortal.StartAsync(null, "Production", _provider.Settings());
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task AnIdToken_IsTakenFromTheProviderAlone_SignedAndWithASubject()
    {
        Assert.Equal("/", await SignInAsync(_portal));

        _provider.Unsigned = true;
        Assert.Equal(Refused, await SignInAsync(_portal));
        _provider.Unsigned = false;

        _provider.SignedBySecret = true;
        Assert.Equal(Refused, await SignInAsync(_portal));
        _provider.SignedBySecret = false;

        _provider.TokenIssuer = "https://other.example";
        Assert.Equal(Refused, await SignInAsync(_portal));
        _provider.TokenIssuer = null;

        foreach (var subject in new[] { "", "a\nb", new string('a', 256) })
        {
            _provider.Subject = subject;
            Assert.Equal(Refused, await SignInAsync(_portal));
        }

        _provider.Subject = "2";
        _provider.Name = "Gr\u202Eace\u0000 " + new string('x', 10_000);
        Assert.Equal("/", await SignInAsync(_portal));
        var entries = await _portal.Get<AuditQueries>().AfterAsync(0, 100, Actor.System, TestContext.Current.CancellationToken);
        Assert.Equal(
            [("Grace", $"{_provider.Address}#1"), ("Grace " + new string('x', 94), $"{_provider.Address}#2")],
            entries.Where(entry => entry.Action == "account.signed-in").Select(entry => (entry.Actor, entry.ActorId!)));
    }

    [Fact]
    public async Task ADescriptionOfAnotherIssuer_IsRefused_UnlessTheSettingsNameIt()
    {
        _provider.TokenIssuer = _provider.DescribedIssuer = "https://other.example";
        Assert.StartsWith("/sign-in?failed=unreachable", await SignInAsync(_portal), StringComparison.Ordinal);
        await using var portal = await RunningPortal.StartAsync(null,
            "Production", _provider.Settings("--Authentication:OpenIdConnect:Issuer=https://other.example/"));
        Assert.Equal("/", await SignInAsync(portal));
    }

    private static async Task<string> SignInAsync(RunningPortal portal)
    {
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        return await browser.SignInAtProviderAsync();
    }
}
