namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Reads the name of an enumeration member from untrusted text. <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> is not suitable: it
/// also accepts numbers, blanks around a name, and lists whose values it combines (<c>support,operator</c> becomes an administrator).
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

    /// <summary>Returns the member with the name, or null.</summary>
    public static T? Find<T>(string? text)
        where T : struct, Enum => TryParse<T>(text, out var value) ? value : null;
}
