using System.Net;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>An actor who may nothing walks all routes of the API. Only its own identity answers.</summary>
public sealed class DeniedActorTests
{
    private const int NoRole = -1;

    // Who one is, and one's own sessions: these need no right. Sessions of others are not found.
    private static readonly string[] OpenToAll =
        ["GET /api/v1/me", "GET /api/v1/sessions", "DELETE /api/v1/sessions", "DELETE /api/v1/sessions/1"];

    [Fact]
    public async Task AnActorWithoutARole_ReadsNothing_AndChangesNothing()
    {
        await using var portal = await RunningPortal.StartAsync();
        var device = await portal.EnrolAsync("pump-1");
        using var nobody = await portal.ClientOfAsync(Role.Viewer);
        Execute(portal, $"UPDATE ApiTokens SET Role = {NoRole} WHERE Name = 'test-Viewer'");
        var leaks = new List<string>();
        foreach (var (method, path, contentType) in Operations(portal, device.CertificateId))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            if (method is "POST" or "PUT" or "PATCH")
            {
                request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(contentType));
            }

            using var answer = await nobody.SendAsync(request,
                HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

            // A body that is not complete may be refused before the right is asked; nothing else may.
            var isRefused = answer.StatusCode == HttpStatusCode.Forbidden
                || (method is not "GET" and not "DELETE" && answer.StatusCode == HttpStatusCode.BadRequest);
            if (!isRefused && !OpenToAll.Contains($"{method} {path}"))
            {
                leaks.Add($"{method} {path}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(leaks);
        Assert.Equal("""{"items":[],"total":0}""",
            await nobody.GetStringAsync(new Uri("/api/v1/sessions", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    private static IEnumerable<(string Method, string Path, string ContentType)> Operations(RunningPortal portal, string certificateId) =>
        portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => (
                method, PathOf(endpoint.RoutePattern, certificateId),
                endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var first, ..] ? first : "application/json")));

    /// <summary>With what exists, so that "not found" is not mistaken for "refused".</summary>
    private static string PathOf(RoutePattern pattern, string certificateId) =>
        ("/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "name" } => "pump-1",
            RoutePatternParameterPart { Name: "clientId" } => "pump-1",
            RoutePatternParameterPart => pattern.RawText!.Contains("/certificates/", StringComparison.Ordinal)
                ? certificateId : pattern.RawText.Contains("/authorities/", StringComparison.Ordinal) ? "issuing-1" : "1",
            _ => "",
        }))))).TrimEnd('/');

    private static void Execute(RunningPortal portal, string sql)
    {
        using var connection =
            new SqliteConnection($"Data Source={Path.Combine(portal.Application.Settings.DataDirectory, "fleet.db")};Default Timeout=30");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
