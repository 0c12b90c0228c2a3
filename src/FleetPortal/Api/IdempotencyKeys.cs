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
/// Carries a write with an <c>Idempotency-Key</c> out once: sent again within 24 hours it gets the answer of the first
/// time, with <c>Idempotency-Replayed: true</c>. Secrets that are shown only once (<see cref="ShownOnceAttribute"/>) are stored nowhere,
/// so a repeated answer does not have them. An answer whose shape is not described is not stored, because its secrets are not known:
/// a repetition is answered from the effects. A failure is answered only where nothing was changed: once an effect is committed, the answer
/// says so, whatever failed afterwards.
/// </summary>
public sealed class IdempotencyKeys(RequestDelegate next, IdempotencyStore store, CommittedAnswers committed, ILogger<IdempotencyKeys> logger)
{
    /// <summary>The header of the request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of a repeated answer.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Passes on, or answers again what was answered before.</summary>
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

            // Carried to its end even if the caller goes away: it is the repetition that wants the answer.
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

            logger.LogWarning(e, "A request with an Idempotency-Key failed after its effect was committed; the answer is made from what was committed");
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

    private async Task<EarlierRequest?> FindCommittedAsync(IdempotentRequest request)
    {
        try
        {
            return await store.FindAsync(request, CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Whether a failed request had committed its effect could not be read");
            return null;
        }
    }

    /// <summary>An answer that cannot be stored is given all the same: it is true, and a repetition is answered from the effects.</summary>
    private async Task TryStoreAsync(IdempotentRequest request, StoredAnswer answer)
    {
        try
        {
            await store.StoreAsync(request, answer);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The answer to a request with an Idempotency-Key could not be stored");
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

    /// <summary>The answer as it may be stored; null where the endpoint does not say what shape it has.</summary>
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
