using System.Net;
using System.Net.Http.Json;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>ETag and If-Match of Things (RFC 9110 §13.1.1), the OpenAPI document, and the length of notes.</summary>
public sealed class ConditionalRequestTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task AChange_IsMadeToTheVersionThatWasRead_OrNotAtAll()
    {
        await Portal.PostAsync("/things", new { name = "etag-1" });
        var (status, tag) = await SendAsync(HttpMethod.Get, "etag-1", null);
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (status, tag));
        foreach (var stale in new[] { "\"99\"", "W/\"1\"", "\"98\", \"99\"" })
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(HttpMethod.Patch, "etag-1", stale)).Status);
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(HttpMethod.Delete, "etag-1", stale)).Status);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Patch, "etag-1", "1")).Status);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), await SendAsync(HttpMethod.Patch, "etag-1", "\"7\", \"1\""));
        Assert.Equal((HttpStatusCode.OK, "\"3\""), await SendAsync(HttpMethod.Patch, "etag-1", "*"));
        Assert.Equal((HttpStatusCode.OK, "\"4\""), await SendAsync(HttpMethod.Patch, "etag-1", null));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await SendAsync(HttpMethod.Patch, "etag-1", "\"4\"", version: 3)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Patch, "etag-none", "*")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, "etag-1", "\"4\"")).Status);
    }

    [Fact]
    public async Task TheOpenApiDocument_IsTheSameOctets_AndIsNotSentTwice()
    {
        var address = new Uri("/openapi/v1.json", UriKind.Relative);
        using var stranger = Portal.ClientOf(null);
        using var first = await stranger.GetAsync(address, TestContext.Current.CancellationToken);
        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            await stranger.GetByteArrayAsync(address, TestContext.Current.CancellationToken));
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task ANote_HasAtMostAThousandCharacters()
    {
        await Portal.PostAsync("/things", new { name = "noted-1" });
        foreach (var action in new[] { "contain", "release" })
        {
            Assert.Equal(200, (await Portal.PostAsync($"/things/noted-1/{action}", new { note = new string('x', 1_000) })).Status);
            var (status, body) = await Portal.PostAsync($"/things/noted-1/{action}", new { note = new string('x', 1_001) });
            Assert.Equal((400, "note-too-long"), (status, (string)body["code"]!));
        }
    }

    private async Task<(HttpStatusCode Status, string? Tag)> SendAsync(
        HttpMethod method, string name, string? ifMatch, long? version = null)
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/v1/things/" + name, UriKind.Relative));
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (method == HttpMethod.Patch)
        {
            request.Content = JsonContent.Create(new { type = "pump", version });
        }

        using var answer = await Portal.Api.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.ETag?.ToString());
    }
}
