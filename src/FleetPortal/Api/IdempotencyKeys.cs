using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Idempotency;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Http.Metadata;

namespace FleetPortal.Api;

/// <summary>
/// Makes writes with an <c>Idempotency-Key</c> header idempotent. A repetition within 24 hours returns the first answer with the header
/// <c>Idempotency-Replayed: true</c>. Secrets (<see cref="ShownOnceAttribute"/>) are removed before an answer is stored. An answer without
/// a described shape is not stored, because its secrets are unknown; a repetition is then answered from the committed effects. If a request
/// fails after its effect was committed, the answer reports the effect instead of the failure.
/// </summary>
public sealed partial class IdempotencyKeys(
    RequestDelegate next, IdempotencyStore store, CommittedAnswers committed, ILogger<IdempotencyKeys> logger)
{
    /// <summary>The request header with the key.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The response header of a repeated answer.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>
    /// Runs the request once if it is an authenticated write with a key, and calls the next middleware directly otherwise.
    /// </summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return !reads && context.Request.Headers.TryGetValue(Header, out var key) && context.User.FindActor() is { } actor
            ? OnceAsync(context, actor, key.ToString())
            : next(context);
    }

    private async Task OnceAsync(HttpContext context, Actor actor, string key)
    {
        context.Request.EnableBuffering();
        var request = store.Begin(actor, key, await FingerprintAsync(context.Request));
        try
        {
            if (await store.FindAsync(request, context.RequestAborted) is { } before)
            {
                await ReplayAsync(context, before);
                return;
            }

            // Complete the request even if the client disconnects, because a repetition needs the answer.
            var aborted = context.RequestAborted;
            context.RequestAborted = CancellationToken.None;
            context.Features.Set(request);
            await RunAsync(context, request, aborted);
        }
        finally
        {
            store.End(request);
        }
    }

    private async Task RunAsync(HttpContext context, IdempotentRequest request, CancellationToken aborted)
    {
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            context.Response.Body = body;
            if (await FindCommittedAsync(request) is not { } done)
            {
                throw;
            }

            LogFailedAfterCommit(e, context.Request.Method, RouteOf(context));
            await ReplayAsync(context, done);
            return;
        }

        context.Response.Body = body;
        if (context.Response.StatusCode is >= 200 and < 300 && WithoutSecrets(context, answer.ToArray()) is { } stored)
        {
            var (status, type, location) = (context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location);
            await TryStoreAsync(request, new StoredAnswer(status, type, location, stored));
        }

        answer.Position = 0;
        await answer.CopyToAsync(body, aborted);
    }

    [LoggerMessage(
        8031, LogLevel.Warning,
        "The request {Method} {Route} with an Idempotency-Key failed after its effect was committed. The portal answers with the "
        + "committed effect.")]
    private partial void LogFailedAfterCommit(Exception exception, string method, string? route);

    [LoggerMessage(
        8032, LogLevel.Error,
        "The portal could not read whether a failed request with an Idempotency-Key had committed an effect.")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(8033, LogLevel.Warning, "The portal could not store the answer to a request with an Idempotency-Key.")]
    private partial void LogNotStored(Exception exception);

    private static string? RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private async Task<EarlierRequest?> FindCommittedAsync(IdempotentRequest request)
    {
        try
        {
            return await store.FindAsync(request, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotRead(e);
            return null;
        }
    }

    /// <summary>
    /// Stores the answer. A failure is only logged: this answer is correct, and a repetition is answered from the committed effects.
    /// </summary>
    private async Task TryStoreAsync(IdempotentRequest request, StoredAnswer answer)
    {
        try
        {
            await store.StoreAsync(request, answer);
        }
        catch (Exception e)
        {
            LogNotStored(e);
        }
    }

    private static async Task<byte[]> FingerprintAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// Returns the answer without its secrets, to be stored. Null if the endpoint does not describe the shape of its answer.
    /// </summary>
    private static byte[]? WithoutSecrets(HttpContext context, byte[] answer)
    {
        if (answer.Length == 0)
        {
            return answer;
        }

        var status = context.Response.StatusCode;
        var described = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>() ?? [];
        var shapes = described.Where(one => one.StatusCode == status).Select(one => one.Type).OfType<Type>().ToList();
        if (shapes.Count == 0 || context.Response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var json = JsonNode.Parse(answer);
        var had = shapes.Aggregate(false, (found, shape) => ShownOnce.Remove(json, shape) || found);
        return had ? JsonSerializer.SerializeToUtf8Bytes(json) : answer;
    }

    private async Task ReplayAsync(HttpContext context, EarlierRequest before)
    {
        context.Response.Headers[ReplayedHeader] = "true";
        if (before.Answer is not { } answer)
        {
            await (await committed.OfAsync(context, before.Effects, context.RequestAborted)).ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Location is { } location)
        {
            context.Response.Headers.Location = location;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
