using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(FleetPortal.Browser.Tests.BrowserFixture))]

namespace FleetPortal.Browser.Tests;

/// <summary>One portal as somebody sees it for the first time, with 250 simulated Things, and one real Chromium.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>How many Things are simulated.</summary>
    public const int Things = 250;

    /// <summary>The portal that the tests of the class share.</summary>
    public RunningPortal Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Portal = await RunningPortal.StartAsync(null, "Development", "--Simulator:Enabled=true", $"--Simulator:Things={Things}");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium
            .LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        await Eventually.Holds("the fleet's arrival", () => Portal.Get<LiveConnections>().OpenCount >= Things);
    }

    /// <summary>A page of its own; nothing may go wrong on it.</summary>
    public Task<PortalPage> OpenAsync(
        int width = 1440, int height = 900, string theme = "light", string? zone = null) => OpenAsync(Portal, width, height, theme, zone);

    /// <summary>The same on a portal of the test's own.</summary>
    public async Task<PortalPage> OpenAsync(
        RunningPortal portal, int width = 1440, int height = 900, string theme = "light", string? zone = null)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width,
            Height = height }, BaseURL = portal.Application.PortalAddress.ToString(), TimezoneId = zone });
        await context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = portal.Application.PortalAddress.ToString() }]);
        return new PortalPage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Portal.DisposeAsync();
    }
}
