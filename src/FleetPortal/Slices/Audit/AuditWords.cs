using System.Text.Json;

namespace FleetPortal.Slices.Audit;

/// <summary>An audit entry in words; what was hashed stays as it is.</summary>
public static class AuditWords
{
    /// <summary><c>certificate.issued</c> as "Certificate issued".</summary>
    public static string Action(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var words = action.Replace('.', ' ').Replace('-', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>The longest text of the details that a line shows, in characters.</summary>
    public const int MaxDetails = 300;

    /// <summary>The details as "name value" parts, cut where they are too long for a line; what is absent is left out.</summary>
    public static string Details(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Shorten(string.Join(" · ", document.RootElement.EnumerateObject()
            .Select(property => (property.Name, Value: TextOf(property.Value)))
            .Where(part => part.Value.Length > 0)
            .Select(part => $"{part.Name} {part.Value}")));
    }

    /// <summary>A text that is bounded: entries of the time before notes had a length can be a million characters long.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > MaxDetails ? text[..MaxDetails] + "…" : text;
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(property => $"{property.Name} = {TextOf(property.Value)}")),
        _ => value.GetRawText(),
    };
}
