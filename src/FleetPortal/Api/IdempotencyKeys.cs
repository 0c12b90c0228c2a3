using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Requests;

namespace FleetPortal.Api;

/// <summary>
/// Carries a write with an <c>Idempotency-Key</c> out once: sent again within 24 hours it gets the answer of the first
/// time, with <c>Idempotency-Replayed: true</c>. What is shown only once (a private key, a token) is not in a repeated
/// answer, because it is stored nowhere.
/// </summary>
public sealed class IdempotencyKeys(RequestDelegate next, RequestLedger ledger)
{
    /// <summary>The header of the request.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The header of a repeated answer.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly string[] ShownOnce = ["privateKeyPem", "token", "pkcs12", "password"];

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
        if (await ledger.BeginAsync(actor, key, await FingerprintAsync(context.Request), context.RequestAborted) is { } before)
        {
            await ReplayAsync(context.Response, before);
            return;
        }

        // Carried to its end even if the caller goes away: it is the repetition that wants the answer.
        var aborted = context.RequestAborted;
        context.RequestAborted = CancellationToken.None;
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var done = false;
        try
        {
            await next(context);
            done = context.Response.StatusCode is >= 200 and < 300;
        }
        finally
        {
            context.Response.Body = body;
            if (done)
            {
                await ledger.CompleteAsync(actor, key, new StoredAnswer(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location, WithoutSecrets(answer, context.Response.ContentType)));
            }
            else
            {
                await ledger.AbandonAsync(actor, key);
            }
        }

        answer.Position = 0;
        await answer.CopyToAsync(body, aborted);
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

    private static byte[] WithoutSecrets(MemoryStream answer, string? contentType)
    {
        var octets = answer.ToArray();
        if (contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true || JsonNode.Parse(octets) is not JsonObject json)
        {
            return octets;
        }

        var removed = ShownOnce.Count(json.Remove);
        return removed == 0 ? octets : JsonSerializer.SerializeToUtf8Bytes(json);
    }

    private static Task ReplayAsync(HttpResponse response, StoredAnswer before)
    {
        response.StatusCode = before.Status;
        response.ContentType = before.ContentType;
        response.Headers[ReplayedHeader] = "true";
        if (before.Location is { } location)
        {
            response.Headers.Location = location;
        }

        return response.Body.WriteAsync(before.Body).AsTask();
    }
}
