using System.Net;
using System.Text.Json.Nodes;
using FleetPortal.Hosting;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// One list of device routes: a route that a slice registers is separated, and has the format of errors, without an edit of the host.
/// </summary>
public sealed class DeviceRouteTests
{
    private static readonly DeviceRoute Provision = new("/provision")
    {
        OnDevicesListener = true,
        Unauthenticated = "Send a claim.",
    };

    // Nothing listens: the port of devices is 0.
    [Theory]
    [InlineData("/provision/claim", 0, true)]
    [InlineData("provision/claim", 0, true)]
    [InlineData("/PROVISION/{name}", 0, true)]
    [InlineData("/provision/claim", 5080, false)]
    [InlineData("/provisioned", 0, false)]
    [InlineData("/provisioned", 5080, true)]
    [InlineData("/pki/roots.pem", 0, false)]
    [InlineData("/pki/roots.pem", 5080, true)]
    public async Task AnEndpoint_AnswersOnTheListenerOfItsRoute_Alone(string pattern, int port, bool answers)
    {
        var separation = new ListenerSeparation(
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                return Task.CompletedTask;
            },
            new BoundPorts(), new DeviceRoutes([Provision, new DeviceRoute("/pki")]));
        var context = new DefaultHttpContext { Connection = { LocalPort = port } };
        context.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0, null, null));
        await separation.InvokeAsync(context);
        Assert.Equal(answers ? 200 : 404, context.Response.StatusCode);
    }

    [Fact]
    public async Task ErrorsOfARegisteredRoute_AreProblems_AndThoseOfPagesAreNot()
    {
        await using var portal = await RunningPortal.StartWithServicesAsync(services => services.AddSingleton(Provision));
        using var problem = await portal.Api.GetAsync(new Uri("/provision/nothing", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"),
            (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
        var body = JsonNode.Parse(await problem.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("endpoint-not-found", (string)body["code"]!);
        using var page = await portal.Api.GetAsync(new Uri("/provisioned", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["/.well-known/est", "/mqtt", "/pki", "/provision"],
            portal.Application.Services.GetServices<DeviceRoute>().Select(route => route.Path).Order(StringComparer.Ordinal));
    }
}
