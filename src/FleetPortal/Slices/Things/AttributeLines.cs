using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Things;

/// <summary>Parses attributes in the form that people type: <c>name = value</c>, one per line.</summary>
public static class AttributeLines
{
    /// <summary>Returns the attributes of the lines. Empty lines are ignored.</summary>
    /// <exception cref="FleetError"><c>attributes-invalid</c>: a line has another form, or a name occurs twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string? text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Invalid($"\"{line}\" does not have the form name = value.");
            }

            if (!attributes.TryAdd(line[..equals].Trim(), line[(equals + 1)..].Trim()))
            {
                throw Invalid($"{line[..equals].Trim()} occurs twice.");
            }
        }

        return attributes;
    }

    private static FleetError Invalid(string message) => new(RequestErrors.AttributesInvalid, [new Fault("attributes", message)]);
}
