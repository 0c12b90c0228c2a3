using System.Text.Json;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The details of an audit entry, split into their parts.</summary>
/// <param name="Before">The values that the action replaced; empty if the entry has none.</param>
/// <param name="After">The values after the action, by the same names.</param>
/// <param name="RemoteAddress">The remote address of the actor; null for the portal itself and for entries of older versions.</param>
/// <param name="Note">The reason that the actor gave; null without one.</param>
/// <param name="Others">All other properties, in their stored order.</param>
public sealed record AuditDetails(
    IReadOnlyDictionary<string, JsonElement> Before,
    IReadOnlyDictionary<string, JsonElement> After, string? RemoteAddress, string? Note, IReadOnlyDictionary<string, JsonElement> Others)
{
    /// <summary>The property with the values that the action replaced.</summary>
    internal const string BeforeName = "before";
    /// <summary>The property with the values after the action.</summary>
    internal const string AfterName = "after";
    /// <summary>The property with the remote address of the actor.</summary>
    internal const string RemoteAddressName = "remoteAddress";

    private const string NoteName = "note";

    /// <summary>
    /// Reads the stored JSON. Properties with the value null are left out. If the text is not a JSON object, because the database was
    /// edited, the whole text becomes the property <c>details</c>.
    /// </summary>
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
        new(new Dictionary<string, JsonElement>(), new Dictionary<string, JsonElement>(),
            null, null, new Dictionary<string, JsonElement> { ["details"] = JsonSerializer.SerializeToElement(text) });

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

    private static Dictionary<string, JsonElement> PropertiesOf(JsonElement value) => value.EnumerateObject()
        .ToDictionary(property => property.Name, property => property.Value.Clone(), StringComparer.Ordinal);
}
