using System.Text.Json;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Audit;

/// <summary>Words for entries of the audit. What was hashed stays as it is.</summary>
public static class AuditLabels
{
    /// <summary>The longest text of a value that a line shows, in characters.</summary>
    public const int MaxDetails = 300;

    /// <summary><c>revocation-batch</c> as "Revocation batch".</summary>
    public static string Group(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var words = group.Replace('-', ' ');
        return words switch
        {
            "" => words,
            _ when words.StartsWith("ocsp", StringComparison.Ordinal) => "OCSP" + words["ocsp".Length..],
            "token" => "API token",
            _ => char.ToUpperInvariant(words[0]) + words[1..],
        };
    }

    /// <summary>What an entry is about, as people call it: the Thing of a certificate and the first digits of its fingerprint.</summary>
    public static string Target(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ThingName is { } thing && thing != entry.Target ? $"{thing} · {Short(entry.Target)}" : Short(entry.Target);
    }

    /// <summary>A name of the details in words: <c>serialNumber</c> as "Serial number".</summary>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = string.Concat(name.Select((letter, at) => at > 0 && char.IsAsciiLetterUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A value of the details as a line of text, cut where it is too long.</summary>
    public static string Value(JsonElement value) => Shorten(TextOf(value));

    /// <summary>The details in one line: the note, what changed, and the rest as "name value" parts.</summary>
    public static string Details(string json)
    {
        var details = AuditDetails.Read(json);
        IEnumerable<string> parts =
        [
            .. details.Note is { } note ? [note] : Array.Empty<string>(),
            .. Changes(details).Select(change => $"{change.Name} {change.Before ?? "none"} → {change.After ?? "none"}"),
            .. Others(details).Select(part => (part.Key, Text: TextOf(part.Value))).Where(part => part.Text.Length > 0).Select(part => $"{part.Key} {part.Text}"),
        ];
        return Shorten(string.Join(" · ", parts));
    }

    /// <summary>What is neither a change nor a note. Older versions wrote the new values here too: those are left out.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Others(AuditDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return details.Others.Where(part => !details.After.ContainsKey(part.Key));
    }

    /// <summary>What the action changed: the name, the value before and the value after; null where there was none.</summary>
    public static IReadOnlyList<(string Name, string? Before, string? After)> Changes(AuditDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return
        [
            .. details.Before.Keys.Union(details.After.Keys).Select(name => (
                name,
                details.Before.TryGetValue(name, out var before) ? OrNull(Value(before)) : null,
                details.After.TryGetValue(name, out var after) ? OrNull(Value(after)) : null)),
        ];
    }

    /// <summary>A text that is bounded: entries of the time before notes had a length can be a million characters long.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MaxDetails ? text[..MaxDetails] + "…" : text;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string Short(string target) => target.Length == 64 && target.All(char.IsAsciiHexDigitLower) ? target[..8] + "…" : target;

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(property => $"{property.Name} = {TextOf(property.Value)}")),
        _ => value.GetRawText(),
    };
}
