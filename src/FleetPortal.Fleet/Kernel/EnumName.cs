namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Reads the name of an enumeration's member as somebody outside wrote it. <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> is not
/// for that: it also takes numbers, blanks around a name, and lists, whose values it combines (<c>support,operator</c> is then an administrator).
/// </summary>
public static class EnumName
{
    /// <summary>Whether <paramref name="text"/> is exactly one member's name; upper and lower case count as equal.</summary>
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

    /// <summary>The member, or null.</summary>
    public static T? Find<T>(string? text)
        where T : struct, Enum => TryParse<T>(text, out var value) ? value : null;
}
