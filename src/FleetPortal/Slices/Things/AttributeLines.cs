using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Things;

/// <summary>Attributes as people type them: <c>name = value</c>, one a line.</summary>
public static class AttributeLines
{
    /// <summary>Reads the lines; empty ones are passed over.</summary>
    /// <exception cref="FleetError"><c>attributes-invalid</c>, naming the line.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string? text)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Invalid($"\"{line}\" is not of the form name = value.");
            }

            if (!attributes.TryAdd(line[..equals].Trim(), line[(equals + 1)..].Trim()))
            {
                throw Invalid($"{line[..equals].Trim()} is there twice.");
            }
        }

        return attributes;
    }

    private static FleetError Invalid(string message) => new(RequestErrors.AttributesInvalid, [new Fault("attributes", message)]);
}
