using System.Reflection;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Api;

/// <summary>
/// Names the allowed values of a string property or parameter, for the OpenAPI document. Answers use the enumeration as their type if
/// possible. Requests use a string, so that a wrong value is answered with its specific error code.
/// </summary>
/// <param name="type">
/// An enumeration, whose names are converted with <see cref="EnumName.ToWire"/>, or a class with string constants.
/// </param>
/// <param name="members">The names of the allowed members; empty allows all.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OneOfAttribute(Type type, params string[] members) : Attribute
{
    /// <summary>Whether each value may have a leading minus, as in a sort order.</summary>
    public bool IsReversible { get; init; }

    /// <summary>The enumeration or the class with string constants.</summary>
    public Type Type { get; } = type;

    /// <summary>The names of the allowed members; empty allows all.</summary>
    public IReadOnlyList<string> Members { get; } = members;

    /// <summary>The allowed values in JSON and in addresses.</summary>
    public IReadOnlyList<string> Values()
    {
        var values = Type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && (Members.Count == 0 || Members.Contains(field.Name)))
            .Select(field => Type.IsEnum ? EnumName.Wire.ConvertName(field.Name) : (string)field.GetRawConstantValue()!)
            .ToList();
        return IsReversible ? [.. values, .. values.Select(value => "-" + value)] : values;
    }
}
