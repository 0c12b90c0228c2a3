using System.Globalization;
using System.Text;

namespace FleetPortal.Fleet.Kernel;

/// <summary>What every name that people read must not contain.</summary>
public static class NameRules
{
    /// <summary>
    /// Whether a text has characters that cannot be seen or that turn others round: control characters, bidirectional marks, zero-width
    /// characters, line separators, private use, half surrogates. Two names would look alike, or one would look like another (Unicode TR 36 §2.10).
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

    /// <summary>Whether a character has no shape of its own; the ordinary space has one.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => false,
    };
}
