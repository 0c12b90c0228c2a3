using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FleetPortal.Api;

/// <summary>
/// Marks a property that holds a secret, such as a private key or a token. Only the first answer contains it: <see cref="IdempotencyKeys"/>
/// stores the answer without it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShownOnceAttribute : Attribute;

/// <summary>Removes secrets from answers before they are stored.</summary>
internal static class ShownOnce
{
    /// <summary>Removes the properties that are marked with <see cref="ShownOnceAttribute"/>, at any depth.</summary>
    /// <param name="answer">The answer as JSON.</param>
    /// <param name="shape">The type that was serialized.</param>
    /// <returns>Whether a secret was removed.</returns>
    public static bool Remove(JsonNode? answer, Type shape) => answer switch
    {
        JsonArray items => ItemOf(shape) is { } item && items.Aggregate(false, (found, one) => Remove(one, item) || found),
        JsonObject fields when shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(Either<,>) =>
            shape.GetGenericArguments().Aggregate(false, (found, one) => Remove(fields, one) || found),
        JsonObject fields when ValueOf(shape) is { } value =>
            fields.Aggregate(false, (found, field) => Remove(field.Value, value) || found),
        JsonObject fields => shape.GetProperties().Aggregate(false, (found, property) => RemoveFrom(fields, property) || found),
        _ => false,
    };

    private static bool RemoveFrom(JsonObject fields, PropertyInfo property)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        return property.IsDefined(typeof(ShownOnceAttribute)) ? fields.Remove(name) : Remove(fields[name], property.PropertyType);
    }

    private static Type? ItemOf(Type list) => ArgumentOf(list, typeof(IEnumerable<>), 0);

    private static Type? ValueOf(Type dictionary) => ArgumentOf(dictionary, typeof(IReadOnlyDictionary<,>), 1);

    private static Type? ArgumentOf(Type type, Type definition, int argument) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == definition)?.GetGenericArguments()[argument];
}
