using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Components.Controls;

/// <summary>A part of a text: visible text, an invisible character, or a timestamp.</summary>
/// <param name="Words">The text of the part.</param>
/// <param name="IsHidden">Whether the part is the number of an invisible character, such as <c>U+202E</c>.</param>
/// <param name="Moment">The time, if the part is a timestamp.</param>
public sealed record TextPart(string Words, bool IsHidden = false, DateTimeOffset? Moment = null);

/// <summary>
/// Splits a text from a device, a certificate or another person into parts. Control characters, bidirectional marks and other invisible
/// characters are replaced by their number, so that they have no effect (Unicode TR 36 §2.10: <c>U+202E</c> turns "gnp.exe" into
/// "exe.png").
/// </summary>
public static partial class TextParts
{
    /// <summary>Returns the parts of a text in order.</summary>
    /// <param name="text">The text. The registry limits its length.</param>
    /// <param name="moments">Whether RFC 3339 timestamps become separate parts.</param>
    public static IReadOnlyList<TextPart> Of(string text, bool moments = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<TextPart>();
        var from = 0;
        if (moments)
        {
            foreach (Match match in MomentPattern().Matches(text))
            {
                if (DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
                {
                    AddVisible(parts, text[from..match.Index]);
                    parts.Add(new TextPart(match.Value, Moment: moment));
                    from = match.Index + match.Length;
                }
            }
        }

        AddVisible(parts, text[from..]);
        return parts;
    }

    /// <summary>
    /// Returns the text as one string, for labels and titles. Invisible characters are shown in brackets: <c>[U+202E]</c>.
    /// </summary>
    public static string Plain(string text) => string.Concat(Of(text).Select(part => part.IsHidden ? $"[{part.Words}]" : part.Words));

    private static void AddVisible(List<TextPart> parts, string text)
    {
        var words = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            var (length, number) = whole ? (rune.Utf16SequenceLength, rune.Value) : (1, text[i]);
            if (!whole || NameRules.IsHidden(rune))
            {
                Flush();
                parts.Add(new TextPart(string.Create(CultureInfo.InvariantCulture, $"U+{number:X4}"), IsHidden: true));
            }
            else
            {
                words.Append(text, i, length);
            }

            i += length;
        }

        Flush();

        void Flush()
        {
            if (words.Length > 0)
            {
                parts.Add(new TextPart(words.ToString()));
                words.Clear();
            }
        }
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+\-]\d\d:\d\d)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MomentPattern();
}
