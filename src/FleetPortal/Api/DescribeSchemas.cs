using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FleetPortal.Api;

/// <summary>
/// Adapts the schemas to the JSON that the API sends: null values are omitted, numbers are not strings, and a secret that is shown once is
/// marked.
/// </summary>
internal sealed class DescribeSchemas : IOpenApiSchemaTransformer
{
    private const string ShownOnceKey = "x-shown-once";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(context);
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable || IsSecret(property)))
            {
                schema.Required?.Remove(property.Name);
            }
        }

        // The JSON reader also accepts a number as a string. The document describes only the number.
        const JsonSchemaType Number = JsonSchemaType.Integer | JsonSchemaType.Number;
        if (schema.Type is { } type && (type & Number) != 0 && type.HasFlag(JsonSchemaType.String))
        {
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
        }

        if (context.JsonTypeInfo.Type.IsEnum)
        {
            schema.Type = JsonSchemaType.String;
        }

        if (ValuesOf(context) is { } values)
        {
            // A field that may be null may be left out too. The document offers that.
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. values.Select(value => (JsonNode)value)]);
        }

        if (context.JsonPropertyInfo is { } secret && IsSecret(secret))
        {
            schema.Description = "A secret. Only the first answer contains it; the portal does not store it.";
            schema.Extensions ??= new Dictionary<string, IOpenApiExtension>();
            schema.Extensions[ShownOnceKey] = new JsonNodeExtension(JsonValue.Create(true));
        }

        return Task.CompletedTask;
    }

    private static bool IsSecret(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(ShownOnceAttribute), inherit: false) == true;

    private static IReadOnlyList<string>? ValuesOf(OpenApiSchemaTransformerContext context)
    {
        // A field of a body also has the description of the body's parameter.
        var attributes = context.JsonPropertyInfo is { } property
            ? property.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), inherit: false)
            : (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)
                ?.ParameterInfo.GetCustomAttributes(typeof(OneOfAttribute), inherit: false);
        return attributes is [OneOfAttribute one, ..] ? one.Values() : null;
    }
}
