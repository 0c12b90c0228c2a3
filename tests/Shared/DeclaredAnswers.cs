using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FleetPortal.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FleetPortal.Testing;

/// <summary>
/// Holds every answer of the API in a test against the committed OpenAPI document: its status, the code of a refusal, and the fields and
/// values of a body must be declared for the operation. What is not is reported when the portal of the test is disposed.
/// </summary>
internal sealed partial class DeclaredAnswers : IStartupFilter
{
    private const string Path = "/api/v1";
    private const int ClientClosedRequest = 499;
    private static readonly Lazy<JsonObject> Document = new(() => JsonNode.Parse(File.ReadAllText(
        System.IO.Path.Combine(SourceTree.Root, "tests", "FleetPortal.Tests", "Api", "openapi.v1.json")))!.AsObject());

    private readonly ConcurrentDictionary<string, bool> _faults = new(StringComparer.Ordinal);

    /// <summary>What was answered and is not declared, one line each.</summary>
    public IReadOnlyCollection<string> Faults => [.. _faults.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(InvokeAsync);
        next(app);
    };

    private async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.Ordinal)
            || context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            context.Response.Body = body;
        }

        Check(context, answer.ToArray());
        answer.Position = 0;
        await answer.CopyToAsync(body, context.RequestAborted);
    }

    private void Check(HttpContext context, byte[] body)
    {
        // The handler of exceptions forgets the endpoint, and says which it was.
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        var status = context.Response.StatusCode;
        if (endpoint is not RouteEndpoint { RoutePattern.RawText: { } pattern }
            || !pattern.StartsWith(Path, StringComparison.Ordinal) || status == ClientClosedRequest)
        {
            return;
        }

        // A repeated answer has no secrets, and can be a list of the effects: the description of the header says so.
        if (status is >= 200 and < 300 && context.Response.Headers.ContainsKey(IdempotencyKeys.ReplayedHeader))
        {
            return;
        }

        var operation = Constraint().Replace(pattern.TrimEnd('/'), "{$1}");
        var method = context.Request.Method.ToLowerInvariant();
        var place = $"{method} {operation} {status}";
        if (Document.Value["paths"]![operation]?[method]?["responses"]?[$"{status}"] is not { } declared)
        {
            Report($"{place}: {CodeOf(body)}");
            return;
        }

        var response = Resolve(declared);
        var type = context.Response.ContentType?.Split(';')[0];
        if (body.Length > 0 && type?.EndsWith("json", StringComparison.Ordinal) == true)
        {
            var fault = response["content"]?[type]?["schema"] is { } schema ? FaultOf(JsonNode.Parse(body), schema, "$") : type;
            Report(fault is null ? null : $"{place}: {fault}");
        }
    }

    private void Report(string? fault)
    {
        if (fault is not null)
        {
            _faults[fault] = true;
        }
    }

    private static string? CodeOf(byte[] body) => body.Length == 0 ? null : (string?)JsonNode.Parse(body)?["code"];

    /// <summary>The first thing in a value that its schema does not have; null if there is none.</summary>
    private static string? FaultOf(JsonNode? value, JsonNode schema, string place)
    {
        schema = Resolve(schema);
        if ((schema["type"] as JsonValue)?.ToString() == "null")
        {
            return value is null ? null : $"{place} is not null";
        }

        if (schema["oneOf"] is JsonArray either)
        {
            var faults = either.Select(one => FaultOf(value, one!, place)).ToList();
            return faults.Contains(null) ? null : faults[0];
        }

        if (schema["allOf"] is JsonArray all)
        {
            // Each part has some of the fields: that of a refusal's code has nothing else.
            return all.Select(one => one!["$ref"] is null ? FaultOfCode(value, one) : FaultOf(value, one, place))
                .FirstOrDefault(fault => fault is not null);
        }

        if (schema["enum"] is JsonArray values && !values.Any(one => JsonNode.DeepEquals(one, value)))
        {
            return $"{place} is {value?.ToJsonString()}";
        }

        return value switch
        {
            JsonArray items when schema["items"] is { } item => items.Select(one => FaultOf(one, item, place + "[]"))
                .FirstOrDefault(fault => fault is not null),
            JsonObject fields when schema["properties"] is JsonObject properties => FaultOfFields(fields, schema, properties, place),
            _ => null,
        };
    }

    private static string? FaultOfFields(JsonObject fields, JsonNode schema, JsonObject properties, string place)
    {
        var missing = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).FirstOrDefault(name => !fields.ContainsKey(name));
        return missing is not null ? $"{place} has no {missing}"
            : fields.Select(field => properties[field.Key] is { } property ? FaultOf(field.Value, property, $"{place}.{field.Key}")
                : schema["additionalProperties"] is JsonObject
                    ? null : $"{place} has a field {field.Key}").FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfCode(JsonNode? value, JsonNode part) =>
        part["properties"]!["code"]!["enum"]!.AsArray().Any(code => JsonNode.DeepEquals(code, value!["code"])) ? null : $"{value!["code"]}";

    private static JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)Document.Value, (at, part) => at[part]!)
        : node;

    [GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial Regex Constraint();
}
