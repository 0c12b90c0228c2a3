using FleetPortal.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>
/// Completes the OpenAPI document: version, server address, the schema of errors, and <c>oneOf</c> for answers with two shapes.
/// </summary>
internal sealed class DescribeDocument : IOpenApiDocumentTransformer
{
    /// <summary>The name of the schema of an error.</summary>
    public const string Problem = "Problem";

    private const string EitherOf = "EitherOf";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        document.Info.Version = ProductVersion.Text;

        // The framework would put the host name of the request there.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        var schemas = document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var (name, schema) in schemas)
        {
            if (schema is not OpenApiSchema either || !name.StartsWith(EitherOf, StringComparison.Ordinal))
            {
                continue;
            }

            (either.OneOf, either.Properties, either.Required, either.Type) = ([.. either.Properties!.Values], null, null, null);
            either.AdditionalPropertiesAllowed = true;
        }

        schemas[Problem] = OfProblem();
        document.Components.Responses = DescribeOperations.SharedResponses(document);
        return Task.CompletedTask;
    }

    private static OpenApiSchema OfProblem() => new()
    {
        Description = "An error (RFC 9457). Programs should use the code. The sentence is for people and may change.",
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("A URI reference that identifies the type of the error."),
            ["title"] = Text("The same value as code."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("The error as a sentence."),
            ["code"] = Text("The stable error code in kebab case."),
            ["faults"] = new OpenApiSchema
            {
                Description = "All faults of the input.",
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "field", "message" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("The name of the field."),
                        ["message"] = Text("The error of this field."),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
