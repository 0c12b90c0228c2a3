using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>
/// The API's OpenAPI document, built once: strangers may read it, and to build it costs as much as 30 connects of devices.
/// </summary>
internal sealed class OpenApiDescription(IServiceProvider services)
{
    /// <summary>Where it is read.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>The document's name.</summary>
    public const string Name = "v1";

    private const string ContentType = "application/json;charset=utf-8";
    private readonly Lock _lock = new();
    private Task<Built>? _built;

    /// <summary>Maps it.</summary>
    public static void Map(WebApplication app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], async (OpenApiDescription description, HttpContext context) =>
        {
            var built = await description.GetAsync();
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(built.Json, ContentType, entityTag: built.Tag);
        }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>The document that is there or is being built; one that failed is tried again.</summary>
    private Task<Built> GetAsync()
    {
        lock (_lock)
        {
            return _built is null or { IsFaulted: true } ? _built = BuildAsync() : _built;
        }
    }

    /// <summary>Not cancelled with the request that happens to be the first.</summary>
    private async Task<Built> BuildAsync()
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(CancellationToken.None);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var octets = System.Text.Encoding.UTF8.GetBytes(json);
        return new Built(octets, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(octets))[..32]}\""));
    }

    private sealed record Built(byte[] Json, EntityTagHeaderValue Tag);
}
