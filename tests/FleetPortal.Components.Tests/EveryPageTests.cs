using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Slices.Applications;
using FleetPortal.Slices.Authorities;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Connections;
using FleetPortal.Slices.Findings;
using FleetPortal.Slices.Revocations;
using FleetPortal.Slices.Simulation;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using Xunit;
using ThingPage = FleetPortal.Slices.Things.ThingPage;

namespace FleetPortal.Components.Tests;

/// <summary>Every page and every part of a page that reads, found by its base class.</summary>
public sealed class EveryPageTests
{
    private static IEnumerable<Type> All => typeof(LiveComponent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LiveComponent))
            && type.Namespace!.StartsWith("FleetPortal.Slices.", StringComparison.Ordinal));

    /// <summary>
    /// All but the pages of connections and of the simulator, which are in memory: <see cref="APageThatReadsNoTable_NeedsNone"/>.
    /// </summary>
    public static TheoryData<Type> Pages =>
        [.. All.Except([typeof(ConnectionsPage), typeof(ConnectionPage), typeof(SimulatorPage)])];

    [Theory]
    [MemberData(nameof(Pages), DisableDiscoveryEnumeration = true)]
    public async Task APageWhoseReadingThrows_SaysSo_AndRecovers(Type type)
    {
        await using var context = await PageContext.CreateAsync();
        var (address, parameters) = Of(type, await SmallFleet.CreateAsync(context));
        await context.HideTablesAsync();
        var page = context.Open(type, address, parameters);
        page.WaitForElement(".note.error button");
        Assert.NotEmpty(page.Find(".note.error b").TextContent);
        Assert.Empty(page.FindAll("[aria-busy]"));
        AssertHasHeading(type, page);

        await context.ShowTablesAsync();
        page.Find(".note.error button").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".note.error, [aria-busy]")));
        Assert.NotEmpty(page.FindAll(".panel, table, dl"));
        AssertHasHeading(type, page);
    }

    [Theory]
    [InlineData(typeof(ConnectionsPage), "connections")]
    [InlineData(typeof(ConnectionPage), "connections/live/pump-1")]
    [InlineData(typeof(SimulatorPage), "simulator")]
    public async Task APageThatReadsNoTable_NeedsNone(Type type, string address)
    {
        await using var context = await PageContext.CreateAsync();
        await context.HideTablesAsync();
        var page = context.Open(type, address,
            type == typeof(ConnectionPage) ? new() { [nameof(ConnectionPage.ClientId)] = "pump-1" } : []);
        page.WaitForElement(".panel.empty");
        Assert.Empty(page.FindAll(".note.error"));
    }

    [Fact]
    public void ThereAreMany() => Assert.InRange(All.Count(), 15, 100);

    private static void AssertHasHeading(Type type, IRenderedComponent<DynamicComponent> page)
    {
        if (type.IsDefined(typeof(RouteAttribute), inherit: false))
        {
            Assert.NotEmpty(page.Find("h1").TextContent.Trim());
        }
    }

    // What the address gives to a page, or the page to its part. All others need nothing.
    private static (string Address, Dictionary<string, object> Parameters) Of(Type type, SmallFleet fleet)
    {
        var certificate = fleet.Certificate.Id.ToString();
        return type switch
        {
            _ when type == typeof(ThingPage) => ("", new() { [nameof(ThingPage.Name)] = SmallFleet.Thing }),
            _ when type == typeof(FindingPage) => ("", new() { [nameof(FindingPage.Id)] = fleet.Finding }),
            _ when type == typeof(WavePage) => ("", new() { [nameof(WavePage.Id)] = fleet.Wave }),
            _ when type == typeof(RevocationBatchPage) => ("", new() { [nameof(RevocationBatchPage.Id)] = fleet.Batch }),
            _ when type == typeof(CertificatePanel) => ("", new() { [nameof(CertificatePanel.Id)] = certificate }),
            _ when type == typeof(AuthorityPanel) => ("", new() { [nameof(AuthorityPanel.Authority)] = fleet.Authority }),
            _ when type == typeof(ApplicationPanel) => ("", new() { [nameof(ApplicationPanel.Name)] = SmallFleet.Application }),
            _ when type == typeof(ComparePage) => ($"?a={certificate}&b={certificate}", []),
            _ => ("", []),
        };
    }
}
