using System.Buffers.Text;
using System.Text;
using FleetPortal.Fleet;

namespace FleetPortal.Api;

/// <summary>Where a list goes on: opaque to the caller, the last key to us.</summary>
internal static class Cursor
{
    public const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const int MaxLength = 400;

    public static string Write(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <exception cref="FleetError"><c>cursor-invalid</c>.</exception>
    public static string? Read(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        return cursor.Length <= MaxLength && Base64Url.IsValid(cursor)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))
            : throw new FleetError("cursor-invalid", [new Fault("cursor", "Pass the nextCursor of the answer before, unchanged.")]);
    }

    /// <exception cref="FleetError"><c>cursor-invalid</c>.</exception>
    public static long? ReadNumber(string? cursor) => Read(cursor) is not { } text
        ? null
        : long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FleetError("cursor-invalid", [new Fault("cursor", "Pass the nextCursor of the answer before, unchanged.")]);

    /// <exception cref="FleetError"><c>limit-invalid</c>.</exception>
    public static int Limit(int? limit) => limit is null or (>= 1 and <= MaxLimit)
        ? limit ?? DefaultLimit
        : throw new FleetError("limit-invalid", [new Fault("limit", $"The limit is from 1 to {MaxLimit}.")]);
}
