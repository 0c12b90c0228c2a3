using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Tests.ExternalAuthorities;

/// <summary>A web server on loopback that serves files and redirects.</summary>
internal sealed class CrlServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _hits;

    private CrlServer(WebApplication application) => _application = application;

    public ConcurrentDictionary<string, byte[]> Answers { get; } = [];

    public ConcurrentDictionary<string, string> Redirects { get; } = [];

    /// <summary>The number of files that were requested.</summary>
    public int Hits => _hits;

    public int Port => new Uri(_application.Urls.Single()).Port;

    public static async Task<CrlServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new CrlServer(builder.Build());
        server._application.Run(server.AnswerAsync);
        await server._application.StartAsync();
        return server;
    }

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        if (Redirects.TryGetValue(path, out var to))
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (StatusCodes.Status302Found, to);
        }
        else if (Answers.TryGetValue(path, out var octets))
        {
            Interlocked.Increment(ref _hits);
            await context.Response.Body.WriteAsync(octets);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
