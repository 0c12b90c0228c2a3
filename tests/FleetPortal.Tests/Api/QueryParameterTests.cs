using System.Net;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>A filter that an operation does not have is refused, not ignored: a script would go on with everything.</summary>
public sealed class QueryParameterTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task EveryOperation_RefusesAParameterThatItDoesNotHave()
    {
        var operations = Portal.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method =>
                (Method: method, Pattern: endpoint.RoutePattern, ContentType: endpoint.Metadata
                    .GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var first, ..] ? first : "application/json")))
            .ToList();
        Assert.InRange(operations.Count, 50, 500);
        var taken = new List<string>();
        foreach (var (method, pattern, contentType) in operations)
        {
            var path = "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts
                .Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "1"))));
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path + "?thingName=x", UriKind.Relative));
            if (method is "POST" or "PUT" or "PATCH")
            {
                request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(contentType));
            }

            using var answer = await Portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.StatusCode != HttpStatusCode.BadRequest
                || (string?)JsonNode.Parse(text)!["code"] != "unknown-parameter" || !text.Contains("thingName", StringComparison.Ordinal))
            {
                taken.Add($"{method} {path}: {(int)answer.StatusCode} {text}");
            }
        }

        Assert.Empty(taken);
    }

    [Theory]
    [InlineData("/things?q=x&sort=name&limit=5")]
    [InlineData("/things?Q=x")]
    [InlineData("/certificates?thing=x&status=active&expiresBefore=2030-01-01T00:00:00Z&authority=issuing-1&sort=expires&limit=5")]
    [InlineData("/attempts?thing=x&clientId=x&q=x&outcome=refused&limit=5")]
    [InlineData("/connections?q=x&limit=5")]
    public async Task WhatAnOperationHas_IsTaken(string path)
    {
        using var answer = await Portal.Api.GetAsync(new Uri("/api/v1" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/things?q=a&q=b", 400, "repeated-parameter")]
    [InlineData("DELETE", "/sessions?account=a&account=b", 400, "repeated-parameter")]
    [InlineData("DELETE", "/sessions?account=a", 404, "account-not-found")]
    [InlineData("GET", "/things/neverwas/rotations", 404, "thing-not-found")]
    public async Task WhatIsAmbiguous_OrNamesNothing_IsRefused(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/api/v1" + path, UriKind.Relative));
        using var answer = await Portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((status, code), ((int)answer.StatusCode, (string)problem["code"]!));
    }

    [Fact]
    public async Task TheRefusal_NamesTheParameters_ThatThereAre()
    {
        using var answer = await Portal.Api.GetAsync(new Uri("/api/v1/connections?clientId=x&" + new string('y', 200) + "=1",
            UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("There is no query parameter clientId here. This operation takes q, limit, cursor.",
            (string)problem["faults"]![0]!["message"]!);
        Assert.Equal(65, ((string)problem["faults"]![1]!["field"]!).Length);
    }

    [Fact]
    public async Task TheCertificatesOfOneThing_AreFoundByItsName()
    {
        var device = await Portal.EnrolAsync("filter-1");
        await Portal.EnrolAsync("filter-11");
        var items = (await Portal.GetAsync("/certificates?thing=filter-1"))["items"]!.AsArray();
        Assert.Equal(device.CertificateId, (string)Assert.Single(items)!["id"]!);
    }

    [Fact]
    public async Task ASearch_HasAtMostEightWords()
    {
        using var taken = await Portal.Api.GetAsync(new Uri("/api/v1/things?q=" + string.Join('+', Enumerable.Repeat("pump", 8)),
            UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using var refused = await Portal.Api.GetAsync(new Uri("/api/v1/things?q=" + string.Join('+', Enumerable.Repeat("pump", 9)),
            UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("at most 8 words, not 9",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
