using FleetPortal.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>Completes the OpenAPI document: the version, the address, the shape of a refusal, and answers of two shapes.</summary>
internal sealed class DescribeDocument : IOpenApiDocumentTransformer
{
    /// <summary>The name of the schema of a refusal.</summary>
    public const string Problem = "Problem";

    private const string EitherOf = "EitherOf";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        document.Info.Version = ProductVersion.Text;

        // The framework would put the host of whoever asks there.
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
        Description = "A refusal (RFC 9457). Programs go by the code; the sentence is for people and may change.",
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "title", "status", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("The address of a description."),
            ["title"] = Text("The code again."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What is wrong, as a sentence."),
            ["code"] = Text("A stable code in kebab case."),
            ["faults"] = new OpenApiSchema
            {
                Description = "Every fault of bad input.",
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string> { "field", "message" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["field"] = Text("The field, as the API spells it."),
                        ["message"] = Text("What is wrong with it."),
                    },
                },
            },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
