using System.Text.Json;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Audit;

/// <summary>Formats audit entries for people. The stored entry, which is hashed, is not changed.</summary>
public static class AuditLabels
{
    /// <summary>The largest number of characters that a line shows of a value.</summary>
    public const int MaxDetails = 300;

    /// <summary>Returns the label of a group of actions: <c>revocation-batch</c> becomes "Revocation batch".</summary>
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

    /// <summary>Returns the target of an entry. For a certificate this is its Thing and the first digits of its fingerprint.</summary>
    public static string Target(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ThingName is { } thing && thing != entry.Target ? $"{thing} · {Short(entry.Target)}" : Short(entry.Target);
    }

    /// <summary>Returns the label of a field: <c>serialNumber</c> becomes "Serial number".</summary>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = string.Concat(name.Select((letter, at) => at > 0 && char.IsAsciiLetterUpper(letter)
            ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>Returns a value of the details as one line of text, shortened if it is too long.</summary>
    public static string Value(JsonElement value) => Shorten(TextOf(value));

    /// <summary>Returns the details in one line: the note, the changes, and the other fields as "name value".</summary>
    public static string Details(string json)
    {
        var details = AuditDetails.Read(json);
        IEnumerable<string> parts =
        [
            .. details.Note is { } note ? [note] : Array.Empty<string>(),
            .. Changes(details).Select(change => $"{change.Name} {change.Before ?? "none"} → {change.After ?? "none"}"),
            .. Others(details).Select(part => (part.Key, Text: TextOf(part.Value)))
                .Where(part => part.Text.Length > 0).Select(part => $"{part.Key} {part.Text}"),
        ];
        return Shorten(string.Join(" · ", parts));
    }

    /// <summary>
    /// Returns the fields that are neither a change nor the note. Older versions also wrote the new values here; they are left out.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Others(AuditDetails details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return details.Others.Where(part => !details.After.ContainsKey(part.Key));
    }

    /// <summary>Returns the changed fields: name, old value and new value. A missing value is null.</summary>
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

    /// <summary>
    /// Shortens a text to <see cref="MaxDetails"/> characters. Old entries can hold notes of a million characters, from before notes were
    /// limited.
    /// </summary>
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
        JsonValueKind.Object =>
            string.Join(", ", value.EnumerateObject().Select(property => $"{property.Name} = {TextOf(property.Value)}")),
        _ => value.GetRawText(),
    };
}
