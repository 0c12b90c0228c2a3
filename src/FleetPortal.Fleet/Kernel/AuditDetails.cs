using System.Text.Json;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The details of an audit entry, taken apart.</summary>
/// <param name="Before">The values that the action replaced; empty if the entry has none.</param>
/// <param name="After">The values afterwards, by the same names.</param>
/// <param name="RemoteAddress">From where the actor acted; null for the portal itself and for entries of older versions.</param>
/// <param name="Note">The reason that the actor gave, in their words.</param>
/// <param name="Others">Everything else, in the order in which it was written.</param>
public sealed record AuditDetails(
    IReadOnlyDictionary<string, JsonElement> Before, IReadOnlyDictionary<string, JsonElement> After, string? RemoteAddress, string? Note, IReadOnlyDictionary<string, JsonElement> Others)
{
    internal const string BeforeName = "before";
    internal const string AfterName = "after";
    internal const string RemoteAddressName = "remoteAddress";

    private const string NoteName = "note";

    /// <summary>Reads the stored JSON. Properties that are null are left out. A text that is no JSON object, because somebody changed the database, is kept whole.</summary>
    public static AuditDetails Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document) : Unread(json);
        }
        catch (JsonException)
        {
            return Unread(json);
        }
    }

    private static AuditDetails Unread(string text) =>
        new(new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>(), null, null, new Dictionary<string, JsonElement> { ["details"] = JsonSerializer.SerializeToElement(text) });

    private static AuditDetails Read(JsonDocument document)
    {
        Dictionary<string, JsonElement> before = [], after = [], others = [];
        string? remoteAddress = null, note = null;
        foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            switch (property.Name, property.Value.ValueKind)
            {
                case (BeforeName, JsonValueKind.Object):
                    before = PropertiesOf(property.Value);
                    break;
                case (AfterName, JsonValueKind.Object):
                    after = PropertiesOf(property.Value);
                    break;
                case (RemoteAddressName, JsonValueKind.String):
                    remoteAddress = property.Value.GetString();
                    break;
                case (NoteName, JsonValueKind.String):
                    note = property.Value.GetString();
                    break;
                default:
                    others[property.Name] = property.Value.Clone();
                    break;
            }
        }

        return new AuditDetails(before, after, remoteAddress, note, others);
    }

    private static Dictionary<string, JsonElement> PropertiesOf(JsonElement value) => value.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.Clone(), StringComparer.Ordinal);
}
