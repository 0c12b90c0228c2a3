using System.Reflection;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The catalogue of audit actions. Each slice declares its own as constants with an <see cref="AuditActionAttribute"/>.</summary>
public static class AuditActions
{
    private static readonly Dictionary<string, AuditAction> ByName = typeof(AuditActions).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: true, IsSealed: true })
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Select(field => (Name: field.IsLiteral ? field.GetRawConstantValue() as string : null, Attribute: field.GetCustomAttribute<AuditActionAttribute>()))
        .Where(field => field is { Name: not null, Attribute: not null })
        .ToDictionary(field => field.Name!, field => new AuditAction(field.Name!, field.Attribute!.TargetKind, field.Attribute.Label), StringComparer.Ordinal);

    /// <summary>Every action, in the order of the names.</summary>
    public static IReadOnlyList<AuditAction> Catalogue { get; } = [.. ByName.Values.OrderBy(action => action.Name, StringComparer.Ordinal)];

    /// <summary>The names of all actions, in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Catalogue.Select(action => action.Name)];

    /// <summary>What several actions have in common, such as <c>certificate</c>.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(GroupOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The part before the dot.</summary>
    public static string GroupOf(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Split('.')[0];
    }

    /// <summary>The action as a sentence without its subject: "Issued a certificate". An action that an older version wrote is derived from its name.</summary>
    public static string Label(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ByName.TryGetValue(action, out var known) ? known.Label : Derived(action);
    }

    /// <summary>The type of the event that an entry becomes on the stream; an action of an older version keeps its name.</summary>
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
