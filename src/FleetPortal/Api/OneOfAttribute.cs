using System.Reflection;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Api;

/// <summary>
/// Names the values of a text that a request sends or an answer has. The OpenAPI document lists them. Answers use the enumeration itself as
/// their type where they can; a request has a text, so that a wrong value is answered with the code of its own.
/// </summary>
/// <param name="type">An enumeration, whose members are spelled as <see cref="EnumName.ToWire"/> does; or a class of constants.</param>
/// <param name="members">The members that are meant; none means all.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute(Type type, params string[] members) : Attribute
{
    /// <summary>Whether a minus before a value turns it round, as in an order.</summary>
    public bool IsReversible { get; init; }

    /// <summary>The enumeration, or the class of constants.</summary>
    public Type Type { get; } = type;

    /// <summary>The members that are meant; none means all.</summary>
    public IReadOnlyList<string> Members { get; } = members;

    /// <summary>The values on the wire.</summary>
    public IReadOnlyList<string> Values()
    {
        var values = Type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && (Members.Count == 0 || Members.Contains(field.Name)))
            .Select(field => Type.IsEnum ? EnumName.Wire.ConvertName(field.Name) : (string)field.GetRawConstantValue()!)
            .ToList();
        return IsReversible ? [.. values, .. values.Select(value => "-" + value)] : values;
    }
}
