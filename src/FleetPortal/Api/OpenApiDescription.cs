using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>
/// Serves the OpenAPI document. It is built once, because everybody may read it without a token and building it is slow (about as much work
/// as 30 device connects).
/// </summary>
internal sealed class OpenApiDescription(IServiceProvider services)
{
    /// <summary>The path of the document.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>The name of the document, which is its API version.</summary>
    public const string Name = "v1";

    private const string ContentType = "application/json;charset=utf-8";
    private readonly Lock _lock = new();
    private Task<Built>? _built;

    /// <summary>Maps GET and HEAD of the document.</summary>
    public static void Map(WebApplication app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], async (OpenApiDescription description, HttpContext context) =>
        {
            var built = await description.GetAsync();
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(built.Json, ContentType, entityTag: built.Tag);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Returns the task that builds the document. It is shared by all requests, and started again after a failure.</summary>
    private Task<Built> GetAsync()
    {
        lock (_lock)
        {
            return _built is null or { IsFaulted: true } ? _built = BuildAsync() : _built;
        }
    }

    /// <summary>Builds the document. It is not cancelled with the first request, because other requests wait for it too.</summary>
    private async Task<Built> BuildAsync()
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name)
            .GetOpenApiDocumentAsync(CancellationToken.None);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var octets = System.Text.Encoding.UTF8.GetBytes(json);
        return new Built(octets, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(octets))[..32]}\""));
    }

    private sealed record Built(byte[] Json, EntityTagHeaderValue Tag);
}
