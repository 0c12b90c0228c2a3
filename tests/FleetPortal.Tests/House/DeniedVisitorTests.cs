using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace FleetPortal.Tests.House;

/// <summary>
/// Every page, requested by an anonymous visitor and by a viewer. The document of a page holds nothing of the registry: what a page reads
/// comes over the circuit, and <c>DeniedPageTests</c> of the components shows that it asks for the right there.
/// </summary>
public sealed partial class DeniedVisitorTests
{
    private const string Thing = "thing-qzx";
    private const string Token = "token-qzx";
    private const string Person = "person-qzx";

    [Fact]
    public async Task AnAnonymousVisitor_IsLedToTheSignIn_FromEveryPage_AndReadsNothing()
    {
        await using var portal = await RunningPortal.StartAsync();
        var secrets = await FillAsync(portal);
        foreach (var page in Pages())
        {
            using var visitor = new FormBrowser(portal.Application.PortalAddress);
            foreach (var address in Addresses(page))
            {
                var (status, html, location) = await visitor.GetAsync(address);
                AssertShowsNoneOf(secrets, address, html + location.Replace(Uri.EscapeDataString(address), "", StringComparison.Ordinal));
                if (page.Type.GetCustomAttribute<AllowAnonymousAttribute>() is null)
                {
                    Assert.Equal((address, HttpStatusCode.Redirect), (address, status));
                    Assert.EndsWith($"/sign-in?returnUrl={Uri.EscapeDataString(address)}", location, StringComparison.Ordinal);
                }
                else
                {
                    Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.NotFound, $"{address}: {status}");
                }
            }
        }
    }

    [Fact]
    public async Task AViewer_GetsDocuments_ThatHoldNothingOfTheRegistry()
    {
        await using var portal = await RunningPortal.StartAsync(null, "Development");
        var secrets = await FillAsync(portal);
        using var viewer = new FormBrowser(portal.Application.PortalAddress);
        await viewer.GetAsync("/sign-in");
        await viewer.SubmitAsync("sign-in/persona", ("persona", "Aiko"));
        foreach (var (page, address) in Pages().SelectMany(page => Addresses(page).Select(address => (page, address))))
        {
            var (status, html, _) = await viewer.GetAsync(address);
            AssertShowsNoneOf(secrets, address, html);
            if (page.Type.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null)
            {
                Assert.Equal((address, HttpStatusCode.OK), (address, status));
            }
        }
    }

    [Fact]
    public async Task EveryRoutableComponent_IsAnEndpoint()
    {
        await using var portal = await RunningPortal.StartAsync();
        var mapped = portal.Get<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
            .Select(endpoint => ((RouteEndpoint)endpoint).RoutePattern.RawText).Distinct();
        Assert.Equal(Pages().Select(page => page.Template).Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));
        Assert.InRange(Pages().Count(), 20, 200);
    }

    private static IEnumerable<(Type Type, string Template)> Pages() =>
        typeof(IPortalSlice).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>(), (type, route) => (type, route.Template));

    private static IEnumerable<string> Addresses((Type Type, string Template) page) => page.Template switch
    {
        _ when page.Template.EndsWith("/{Section}", StringComparison.Ordinal) =>
            PortalSlices.Settings.Where(section => section.Address.Length > 0).Select(section => $"/settings/{section.Address}"),
        _ => [Parameter().Replace(page.Template, match => match.Value switch { "{Name}" => Thing, "{Tab}" => "activity", _ => "1" })],
    };

    private static async Task<IReadOnlyList<string>> FillAsync(RunningPortal portal)
    {
        var device = await portal.EnrolAsync(Thing);
        await portal.Get<CreateApiToken>().ExecuteAsync(Token, Role.Viewer, 30, Actor.System, TestContext.Current.CancellationToken);
        var (status, _) = await portal.PostAsync("/accounts", new { name = Person, fullName = "Somebody", role = "viewer" });
        Assert.Equal(201, status);
        return [device.CertificateId[..12], Token, Person, Thing];
    }

    /// <summary>What the address says itself is no news to the visitor.</summary>
    private static void AssertShowsNoneOf(IEnumerable<string> secrets, string address, string html) => Assert.All(
        secrets.Where(secret => !address.Contains(secret, StringComparison.Ordinal)),
        secret => Assert.False(html.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{address} shows {secret}"));

    [GeneratedRegex("\\{[A-Za-z]+\\}")]
    private static partial Regex Parameter();
}
