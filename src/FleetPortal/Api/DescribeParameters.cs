using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>Adds the operationId, the descriptions of parameters and the headers of each operation to the OpenAPI document.</summary>
internal sealed class DescribeParameters : IOpenApiOperationTransformer
{
    private const string Head = "head";
    private const string Download = "download";

    /// <summary>The query parameters of every list with pages.</summary>
    private static readonly ParameterNote[] Paging =
    [
        new("limit", "The largest number of items of the page."),
        new("cursor", "The nextCursor of the previous page, unchanged. Without it, the first page is returned."),
    ];

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;

        // One endpoint answers GET and HEAD; an operationId names one operation.
        if (context.Description.HttpMethod == HttpMethods.Head && operation.OperationId is { } id)
        {
            operation.OperationId = Head + (id.StartsWith(Download, StringComparison.Ordinal) ? id[Download.Length..] : id);
        }

        var notes = metadata.OfType<ParameterNote>().Reverse().Concat(Paging).ToList();
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description ??= notes.FirstOrDefault(note => note.Name == parameter.Name)?.Description;
            if (parameter is { Name: "limit", Schema: OpenApiSchema limit })
            {
                (limit.Minimum, limit.Maximum) = ("1", Cursor.MaxLimit.ToString(CultureInfo.InvariantCulture));
                limit.Default = JsonValue.Create(Cursor.DefaultLimit);
            }
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(HeaderOf(header));
        }

        foreach (var header in metadata.OfType<ResponseHeader>())
        {
            foreach (var status in header.Statuses)
            {
                Add(operation, status.ToString(CultureInfo.InvariantCulture), header.Name, header.Description);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Adds a header to the response with a status, if the operation declares this response itself.</summary>
    public static void Add(OpenApiOperation operation, string status, string name, string description)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.Responses?.GetValueOrDefault(status) is OpenApiResponse response)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>();
            response.Headers[name] =
                new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
    }

    private static OpenApiParameter HeaderOf(RequestHeader header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
