using System.Text.Json;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Writes the names of enumeration members for the wire, and reads them from untrusted text.
/// <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> is not suitable: it also accepts numbers, blanks around a name, and lists whose
/// values it combines (<c>support,operator</c> becomes an administrator).
/// </summary>
public static class EnumName
{
    /// <summary>Returns whether <paramref name="text"/> is exactly the name of one member, in any letter case.</summary>
    public static bool TryParse<T>(string? text, out T value)
        where T : struct, Enum
    {
        foreach (var member in Enum.GetValues<T>())
        {
            if (member.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                value = member;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The policy for names of members on the wire. The JSON converter of the API uses it too.</summary>
    public static JsonNamingPolicy Wire => JsonNamingPolicy.CamelCase;

    /// <summary>Returns the name of a member on the wire, in camel case.</summary>
    public static string ToWire<T>(T member)
        where T : struct, Enum => Wire.ConvertName(member.ToString());

    /// <summary>Returns the member with the name, or null.</summary>
    public static T? Find<T>(string? text)
        where T : struct, Enum => TryParse<T>(text, out var value) ? value : null;
}
