using System.Globalization;
using System.Text;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The characters that no name may contain.</summary>
public static class NameRules
{
    /// <summary>
    /// Returns whether a text has invisible characters or characters that change the text direction: control characters, bidirectional
    /// marks, zero-width characters, line separators, private use, single surrogates. With them two different names would look alike
    /// (Unicode TR 36 §2.10).
    /// </summary>
    public static bool HasHiddenCharacters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || IsHidden(rune))
            {
                return true;
            }

            i += rune.Utf16SequenceLength;
        }

        return false;
    }

    /// <summary>Returns whether a character is invisible. The ordinary space is not.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => false,
    };
}
