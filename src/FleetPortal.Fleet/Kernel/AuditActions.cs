using System.Reflection;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The catalogue of audit actions. Each slice declares its own as constants with an <see cref="AuditActionAttribute"/>.</summary>
public static class AuditActions
{
    private static readonly Dictionary<string, AuditAction> ByName = typeof(AuditActions).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsSealed: true })
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => (Name: field.IsLiteral
            ? field.GetRawConstantValue() as string : null, Attribute: field.GetCustomAttribute<AuditActionAttribute>()))
        .Where(field => field is { Name: not null, Attribute: not null })
        .ToDictionary(field => field.Name!,
            field => new AuditAction(field.Name!, field.Attribute!.TargetKind, field.Attribute.Label), StringComparer.Ordinal);

    /// <summary>Every action, ordered by name.</summary>
    public static IReadOnlyList<AuditAction> Catalogue { get; } = [.. ByName.Values.OrderBy(action => action.Name, StringComparer.Ordinal)];

    /// <summary>The names of all actions, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Catalogue.Select(action => action.Name)];

    /// <summary>The first parts of the names, such as <c>certificate</c>, without duplicates.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(GroupOf).Distinct(StringComparer.Ordinal)];

    /// <summary>Returns the part of a name before the dot.</summary>
    public static string GroupOf(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Split('.')[0];
    }

    /// <summary>
    /// Returns the action as a sentence without its subject, such as "Issued a certificate". For an action of an older version, the
    /// sentence is made from its name.
    /// </summary>
    public static string Label(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ByName.TryGetValue(action, out var known) ? known.Label : Derived(action);
    }

    /// <summary>
    /// Returns the type of the event that an entry becomes on the event stream. An action of an older version keeps its name.
    /// </summary>
    public static string EventOf(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ByName.TryGetValue(action, out var known) ? known.Event : action;
    }

    private static string Derived(string action)
    {
        var words = action.Replace('.', ' ').Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
