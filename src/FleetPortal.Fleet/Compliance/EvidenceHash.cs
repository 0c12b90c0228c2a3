using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance;

/// <summary>
/// Writes evidence in the canonical form of RFC 8785 and hashes it. All keys and texts are ASCII without control characters, and all
/// numbers are whole, so that the canonical form is JSON with sorted keys and without blanks.
/// </summary>
internal static class EvidenceHash
{
    // The largest whole number that RFC 8785 keeps exactly.
    private const long MaxNumber = (1L << 53) - 1;

    /// <summary>Returns the evidence of a control.</summary>
    public static string Write(ControlDescription control, Measurement measurement, DateTimeOffset measuredAt)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            WriteObject(json, new Dictionary<string, object>
            {
                ["applicable"] = measurement.Applicable,
                ["compliant"] = measurement.Compliant,
                ["control"] = control.Id,
                ["facts"] = measurement.Facts,
                ["measuredAt"] = measuredAt,
                ["offendersHash"] = OfOffenders(measurement.Offenders),
                ["offendersListed"] = measurement.Offenders.Count,
                ["state"] = EnumName.ToWire(measurement.State),
            });
        }

        return Encoding.ASCII.GetString(stream.ToArray());
    }

    /// <summary>Returns the SHA-256 hash of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Returns the hash over the names of the listed offenders, each followed by a line feed.</summary>
    public static string OfOffenders(IEnumerable<Offender> offenders) => Of(string.Concat(offenders.Select(one => one.Name + "\n")));

    /// <summary>Returns the hash over one line for each control, with its id and hash, and one line for the head of the audit.</summary>
    public static string OfDocument(IEnumerable<(string Id, string Hash)> controls, long auditSequence, string auditHash) =>
        Of(string.Concat(controls.Select(control => $"{control.Id} {control.Hash}\n"))
            + string.Create(CultureInfo.InvariantCulture, $"audit {auditSequence} {auditHash}\n"));

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyDictionary<string, object> members)
    {
        json.WriteStartObject();
        foreach (var (key, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(Plain(key));
            switch (value)
            {
                case IReadOnlyDictionary<string, object> inner:
                    WriteObject(json, inner);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case DateTimeOffset time:
                    json.WriteStringValue(Timestamps.Format(time));
                    break;
                case string text:
                    json.WriteStringValue(Plain(text));
                    break;
                default:
                    json.WriteNumberValue(Whole(Convert.ToInt64(value, CultureInfo.InvariantCulture)));
                    break;
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Refuses what the JSON writer would escape in another way than RFC 8785.</summary>
    private static string Plain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ':' or '/')
        ? text : throw new ArgumentException($"Evidence contains the text {text}, which has more than one spelling in JSON.", nameof(text));

    private static long Whole(long number) => number is >= -MaxNumber and <= MaxNumber
        ? number : throw new ArgumentException($"Evidence contains the number {number}, which JSON does not keep exactly.", nameof(number));
}
