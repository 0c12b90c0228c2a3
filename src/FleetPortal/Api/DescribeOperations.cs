using System.Globalization;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Idempotency;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>
/// Adds the error responses of each operation to the OpenAPI document: its own codes, and those that all operations share.
/// </summary>
internal sealed class DescribeOperations : IOpenApiOperationTransformer
{
    /// <summary>The media type of every error (RFC 9457 §3).</summary>
    public const string ProblemType = "application/problem+json";

    private const string ApiPath = "api/v1/";

    private static readonly Refusals[] OfEvery =
    [
        new(StatusCodes.Status500InternalServerError, [CommonErrors.Internal]),
        new(
            StatusCodes.Status503ServiceUnavailable,
            [StorageErrors.Damaged,
                StorageErrors.Locked, StorageErrors.ReadOnly, StorageErrors.Unusable, StorageErrors.DiskFailed, StorageErrors.DiskFull]),
    ];

    private static readonly Refusals[] OfApi =
    [
        new(StatusCodes.Status400BadRequest, [RequestErrors.UnknownParameter, RequestErrors.RepeatedParameter]),
        new(StatusCodes.Status401Unauthorized, [RequestErrors.Unauthenticated]),
        new(StatusCodes.Status403Forbidden, [CommonErrors.Forbidden]),
        new(StatusCodes.Status421MisdirectedRequest, [RequestErrors.HostUnknown]),
    ];

    private static readonly Refusals[] OfWrites =
    [
        new(StatusCodes.Status400BadRequest, [IdempotencyErrors.KeyInvalid]),
        new(StatusCodes.Status409Conflict, [IdempotencyErrors.InProgress]),
        new(StatusCodes.Status422UnprocessableEntity, [IdempotencyErrors.KeyReused]),
    ];

    private static readonly Refusals[] OfBodies =
    [
        new(StatusCodes.Status400BadRequest, [RequestErrors.BodyInvalid]),
        new(StatusCodes.Status413PayloadTooLarge, [RequestErrors.BodyTooLarge]),
    ];

    // Only operations with a JSON body check the Content-Type. The body of a CRL is read as octets with any Content-Type.
    private static readonly Refusals MediaType = new(StatusCodes.Status415UnsupportedMediaType, [RequestErrors.MediaType]);

    // The model binder answers this for a number or a timestamp that it cannot parse.
    private static readonly Refusals Value = new(StatusCodes.Status400BadRequest, [RequestErrors.BodyInvalid]);

    /// <summary>The error responses that many operations share, by the name of the response in the document.</summary>
    private static readonly Dictionary<string, string[]> Shared =
        new[] { OfEvery, OfApi, OfWrites, OfBodies, [MediaType] }.SelectMany(refusals => refusals)
            .Where(refusals => refusals.Status != StatusCodes.Status400BadRequest)
            .ToDictionary(refusals => NameOf(refusals.Status), refusals => refusals.Codes.ToArray());

    /// <summary>Returns the shared responses, which operations reference by name.</summary>
    public static Dictionary<string, IOpenApiResponse> SharedResponses(OpenApiDocument document) =>
        Shared.ToDictionary(response => response.Key, IOpenApiResponse (response) => Problem(response.Value, document));

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        operation.Responses ??= [];
        foreach (var refusals in RefusalsOf(operation, context.Description).GroupBy(one => one.Status).OrderBy(group => group.Key))
        {
            var (status, codes) = (refusals.Key, Codes(refusals));
            var isShared = Shared.TryGetValue(NameOf(status), out var shared) && shared.SequenceEqual(codes);
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = isShared
                ? new OpenApiResponseReference(NameOf(status), context.Document)
                : Problem(codes, context.Document!);
        }

        if (IsApi(context.Description) && IsWrite(context.Description))
        {
            foreach (var success in operation.Responses.Keys.Where(status => status.StartsWith('2')).ToList())
            {
                DescribeParameters.Add(
                    operation, success, IdempotencyKeys.ReplayedHeader,
                    "true, if the request was carried out before. Secrets are left out then. If the first answer was lost, this one can be"
                    + " 200 with a list of the effects instead.");
            }

            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyKeys.Header,
                In = ParameterLocation.Header,
                Description =
                    "Makes the request idempotent. A repetition with the same key within 24 hours returns the first answer, without "
                    + "secrets.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyStore.MaxKeyLength },
            });
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<Refusals> RefusalsOf(OpenApiOperation operation, ApiDescription description)
    {
        var own = description.ActionDescriptor.EndpointMetadata.OfType<Refusals>();
        var isApi = IsApi(description);
        var hasBody = isApi && operation.RequestBody is not null;
        var hasJson = hasBody && operation.RequestBody!.Content?.ContainsKey("application/json") == true;
        var readsValues = isApi
            && description.ParameterDescriptions.Any(one => one.Source.Id is "Query" or "Path" && one.Type != typeof(string));
        return
        [
            .. OfEvery,
            .. isApi ? OfApi : [],
            .. isApi && IsWrite(description) ? OfWrites : [],
            .. hasBody ? OfBodies : [],
            .. hasJson ? [MediaType] : Array.Empty<Refusals>(),
            .. readsValues ? [Value] : Array.Empty<Refusals>(),
            .. own,
        ];
    }

    private static bool IsApi(ApiDescription description) =>
        description.RelativePath?.StartsWith(ApiPath, StringComparison.Ordinal) == true;

    private static bool IsWrite(ApiDescription description) =>
        description.HttpMethod is { } method && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    private static string[] Codes(IEnumerable<Refusals> refusals) =>
        [.. refusals.SelectMany(one => one.Codes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string NameOf(int status) => string.Create(CultureInfo.InvariantCulture, $"Refused{status}");

    private static OpenApiResponse Problem(string[] codes, OpenApiDocument document) => new()
    {
        Description = string.Join(", ", codes.Select(code => $"`{code}`")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    AllOf =
                    [
                        new OpenApiSchemaReference(DescribeDocument.Problem, document),
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema>
                            {
                                ["code"] = new OpenApiSchema
                                {
                                    Type = JsonSchemaType.String,
                                    Enum = [.. codes.Select(code => (JsonNode)code)],
                                },
                            },
                        },
                    ],
                },
            },
        },
    };
}
