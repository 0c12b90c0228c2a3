using System.Reflection;
using Bunit;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices;
using FleetPortal.Slices.Certificates;
using FleetPortal.Slices.Help;
using FleetPortal.Slices.Settings;
using Microsoft.AspNetCore.Components;
using Xunit;

namespace FleetPortal.Components.Tests;

/// <summary>Pages and settings in front of somebody who may not read them: they say so, and show nothing.</summary>
public sealed class DeniedPageTests
{
    private const string Denied = "This needs ";

    // Pages that read nothing of the registry. What SettingsPage shows are sections, which are tested one by one.
    private static readonly Type[] ReadNothing = [typeof(SettingsPage), typeof(HelpPage)];

    // Pages that are opened with a query show a panel beside the list.
    private static readonly string[] Queries = ["", "?id={0}", "?a={0}&b={0}", "?id={1}"];

    private static readonly string[] Tabs = ["topics", "connections", "activity", "attributes"];

    private static readonly Actor Nobody = new("account", "Nemo", (Role)(-1));

    private static readonly Actor Viewer = new("account", "Aiko", Role.Viewer);

    [Fact]
    public async Task AnActorWithoutARole_SeesTheRefusal_AndNothingElse_OnEveryPage()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        var pages = Pages(fleet).ToList();
        Assert.DoesNotContain(pages, page => !typeof(LiveComponent).IsAssignableFrom(page.Type) && !ReadNothing.Contains(page.Type));
        Assert.All(pages, page =>
        {
            var html = HtmlOf(context, page, Nobody);
            AssertShowsNoneOf(fleet.Secrets, page.Address, html);
            Assert.True(ReadNothing.Contains(page.Type) || html.Contains(Denied, StringComparison.Ordinal), $"{page.Address}: {html}");
        });
    }

    [Fact]
    public async Task AnActorWhoseSessionHasEnded_SeesNothing_OnEveryPage()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        var sessions = context.Get<Sessions>();
        var ended = await sessions.StartAsync(new SessionStart(PageContext.Administrator, SignInMethod.Password, "192.0.2.1"),
            CancellationToken.None);
        await sessions.SignOutAsync(ended, "192.0.2.1", CancellationToken.None);
        Assert.All(Pages(fleet), page =>
        {
            var html = HtmlOf(context, page, ended);
            AssertShowsNoneOf(fleet.Secrets, page.Address, html);
            Assert.True(ReadNothing.Contains(page.Type)
                || html.Contains("Your session has ended.", StringComparison.Ordinal), $"{page.Address}: {html}");
        });
    }

    [Fact]
    public async Task AViewer_SeesNothingOfTheSettingsOfAdministrators_NotEvenPastTheirPage()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        var sections = PortalSlices.Settings.Where(section => section.Needs == Permission.Administer).ToList();
        Assert.NotEmpty(sections);
        Assert.All(sections, section =>
        {
            var page = new OpenedPage(typeof(SettingsPage), $"settings/{section.Address}", new() { ["Section"] = section.Address });
            Assert.Contains("Only administrators see this.", HtmlOf(context, page, Viewer), StringComparison.Ordinal);
            var html = HtmlOf(context, page with { Type = section.Content, Parameters = [] }, Viewer);
            Assert.Contains(Denied, html, StringComparison.Ordinal);
        });
        Assert.All(Pages(fleet),
            page => AssertShowsNoneOf(MarkedFleet.ForAdministrators, page.Address, WithoutAudit(page, HtmlOf(context, page, Viewer))));
    }

    /// <summary>The other tests could not fail if no page showed these values to anybody.</summary>
    [Fact]
    public async Task AnAdministrator_SeesAllOfIt()
    {
        await using var context = await PageContext.CreateAsync();
        var fleet = await MarkedFleet.CreateAsync(context);
        var all = string.Concat(Pages(fleet).Select(page => HtmlOf(context, page, PageContext.Administrator)));
        Assert.DoesNotContain(Denied, all, StringComparison.Ordinal);
        Assert.All(fleet.Secrets, secret => Assert.Contains(secret, all, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// All pages with a circuit. The comparison needs two certificates in its address; without them there is nothing to read.
    /// </summary>
    private static IEnumerable<OpenedPage> Pages(MarkedFleet fleet) =>
        typeof(IPortalSlice).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null)
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>(), (type, route) => (type, route.Template))
            .SelectMany(page => Filled(page.type, page.Template, fleet))
            .Where(page => page.Type != typeof(ComparePage) || page.Address.Contains("a=", StringComparison.Ordinal));

    /// <summary>Every address that a template stands for in this fleet.</summary>
    private static IEnumerable<OpenedPage> Filled(Type type, string template, MarkedFleet fleet)
    {
        foreach (var query in Queries.Select(query => string.Format(null, query, fleet.Certificate.Id, fleet.Attempt)))
        {
            foreach (var last in Values(template, fleet))
            {
                var parameters = new Dictionary<string, object>();
                var address = template;
                foreach (var (name, value) in last)
                {
                    parameters[name] = value;
                    address = address.Replace($"{{{name}}}", value, StringComparison.Ordinal);
                }

                Assert.DoesNotContain("{", address, StringComparison.Ordinal);
                yield return new OpenedPage(type, address.TrimStart('/') + query, parameters);
            }
        }
    }

    private static IEnumerable<(string Name, string Value)[]> Values(string template, MarkedFleet fleet) => template switch
    {
        _ when template.EndsWith("/{Tab}", StringComparison.Ordinal) =>
            Tabs.Select(tab => new[] { ("Name", MarkedFleet.Thing), ("Tab", tab) }),
        _ when template.EndsWith("/{Section}", StringComparison.Ordinal) =>
            PortalSlices.Settings.Select(section => new[] { ("Section", section.Address) }),
        _ when template.EndsWith("/{Name}", StringComparison.Ordinal) => [[("Name", MarkedFleet.Thing)]],
        _ when template.EndsWith("/{ClientId}", StringComparison.Ordinal) => [[("ClientId", MarkedFleet.Thing)]],
        _ when template == "/findings/{Id}" => [[("Id", fleet.Finding)]],
        _ when template.StartsWith("/rotations/", StringComparison.Ordinal) => [[("Id", fleet.Wave)]],
        _ when template.StartsWith("/certificates/revocations/", StringComparison.Ordinal) => [[("Id", fleet.Batch)]],
        _ => [[]],
    };

    private static string HtmlOf(PageContext context, OpenedPage page, Actor viewer)
    {
        var rendered = context.OpenAs(page.Type, page.Address, page.Parameters, viewer);
        rendered.WaitForState(() => !rendered.Markup.Contains("skeleton", StringComparison.Ordinal));
        return rendered.Markup;
    }

    /// <summary>Viewers read the audit, and it names whom an administrator has invited and which token was created.</summary>
    private static string WithoutAudit(
        OpenedPage page, string html) => page.Address.StartsWith("audit", StringComparison.Ordinal) ? "" : html;

    private static void AssertShowsNoneOf(IReadOnlyList<string> secrets, string address, string html) =>
        Assert.All(secrets, secret =>
            Assert.False(html.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{address} shows {secret}: {html}"));

    /// <summary>A page as somebody opens it.</summary>
    private sealed record OpenedPage(Type Type, string Address, Dictionary<string, object> Parameters);
}
