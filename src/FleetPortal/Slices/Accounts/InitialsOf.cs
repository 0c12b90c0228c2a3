using System.Globalization;

namespace FleetPortal.Slices.Accounts;

/// <summary>Two letters for a person.</summary>
public static class InitialsOf
{
    /// <summary>Of the first and the last word, or of the only one.</summary>
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

    private static string Letters(string word, int count) => new StringInfo(word) is var text ? text.SubstringByTextElements(0, Math.Min(count, text.LengthInTextElements)) : "";
}
