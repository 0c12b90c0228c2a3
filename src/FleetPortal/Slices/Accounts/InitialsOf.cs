using System.Globalization;

namespace FleetPortal.Slices.Accounts;

/// <summary>Computes the two initials of a person.</summary>
public static class InitialsOf
{
    /// <summary>Returns the initials of the first and the last word of a name, or the first two letters of a single word.</summary>
    public static string Name(string name)
    {
        var words = (name ?? "").Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries);
        var letters = words switch
        {
            [] => "?",
            [var only] => Letters(only, 2),
            [var first, .., var last] => Letters(first, 1) + Letters(last, 1),
        };
        return letters.ToUpperInvariant();
    }

    private static string Letters(string word, int count) => new StringInfo(word) is var text
        ? text.SubstringByTextElements(0, Math.Min(count, text.LengthInTextElements)) : "";
}
