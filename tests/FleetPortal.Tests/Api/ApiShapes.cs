using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace FleetPortal.Tests.Api;

/// <summary>The C# types of bodies, answers and enumerated parameters of the API, at any depth.</summary>
internal static class ApiShapes
{
    /// <summary>All types that endpoints below <c>/api/v1</c> take or answer.</summary>
    public static HashSet<Type> Of(EndpointDataSource source)
    {
        var shapes = new HashSet<Type>();
        var endpoints = source.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/v1", StringComparison.Ordinal) == true);
        foreach (var endpoint in endpoints)
        {
            var answers = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(answer => answer.Type);
            var bodies = endpoint.Metadata.GetOrderedMetadata<IAcceptsMetadata>().Select(body => body.RequestType);
            var parameters = endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Select(parameter => parameter.ParameterType)
                .Where(type => (Nullable.GetUnderlyingType(type) ?? type).IsEnum) ?? [];
            foreach (var type in answers.Concat(bodies).Concat(parameters))
            {
                Collect(type, shapes);
            }
        }

        return shapes;
    }

    /// <summary>
    /// Returns a sentence for each two types that become one schema, because a schema is named after the type without its namespace.
    /// </summary>
    public static IReadOnlyList<string> Twins(IEnumerable<Type> shapes) =>
        [.. shapes.Where(IsSchema).GroupBy(NameOf, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same =>
            $"{string.Join(" and ", same.Select(type => type.FullName).Order(StringComparer.Ordinal))} both become the schema "
            + $"{same.Key}, so that the document describes only one of them. Rename one.")];

    /// <summary>Whether a type of ours gets a schema of its own. Collections and nullable values are written where they are used.</summary>
    private static bool IsSchema(Type type) => type.FullName?.StartsWith("FleetPortal.", StringComparison.Ordinal) == true && !type.IsArray;

    /// <summary>The name of the schema: <c>ListAnswerOfThingAnswer</c> for <c>ListAnswer&lt;ThingAnswer&gt;</c>.</summary>
    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}Of{string.Join("And", type.GetGenericArguments().Select(NameOf))}" : type.Name;

    /// <summary>Adds a type and what its properties hold, at any depth.</summary>
    private static void Collect(Type? type, HashSet<Type> shapes)
    {
        if (type is null || type.Namespace?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true || !shapes.Add(type))
        {
            return;
        }

        foreach (var inner in type.GetGenericArguments().Append(type.GetElementType()))
        {
            Collect(inner, shapes);
        }

        if (type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
        {
            foreach (var property in type.GetProperties())
            {
                Collect(property.PropertyType, shapes);
            }
        }
    }
}
