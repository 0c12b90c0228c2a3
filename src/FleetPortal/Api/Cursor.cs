using System.Buffers.Text;
using System.Text;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Api;

/// <summary>
/// Encodes and decodes cursors of lists. A cursor is the key of the last entry of a page, in base64url; callers must not interpret it.
/// </summary>
internal static class Cursor
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;
    private const int MaxLength = 400;

    // The end of the year 9999 in Unix milliseconds, the largest value of a DateTimeOffset.
    private const long MaxTime = 253_402_300_799_999;

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
            : throw Invalid();
    }

    /// <exception cref="FleetError"><c>cursor-invalid</c>.</exception>
    public static long? ReadNumber(string? cursor) => Read(cursor) is { } text ? Number(text) : null;

    /// <exception cref="FleetError"><c>cursor-invalid</c>.</exception>
    public static long Number(string key) => long.TryParse(key, System.Globalization.NumberStyles.None,
        System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw Invalid();

    /// <summary>Encodes a position in a list that is ordered by a time and then by a key. The time may be missing.</summary>
    public static string WritePlace(string key, DateTimeOffset? at) =>
        Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at?.ToUnixTimeMilliseconds()}~{key}"));

    /// <exception cref="FleetError"><c>cursor-invalid</c>.</exception>
    public static (string Key, DateTimeOffset? At)? ReadPlace(string? cursor)
    {
        // Neither a number nor a ThingName contains '~'.
        if (Read(cursor)?.Split('~', 2) is not { } parts)
        {
            return null;
        }

        long? at = long.TryParse(parts[0], System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var number) && number <= MaxTime ? number : null;
        return parts.Length == 2 && (parts[0].Length == 0 || at is not null)
            ? (parts[1], at is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null)
            : throw Invalid();
    }

    /// <exception cref="FleetError"><c>limit-invalid</c>.</exception>
    public static int Limit(int? limit) => limit is null or (>= 1 and <= MaxLimit)
        ? limit ?? DefaultLimit
        : throw new FleetError(RequestErrors.LimitInvalid, [new Fault("limit", $"The limit must be from 1 to {MaxLimit}.")]);

    private static FleetError Invalid() => new(RequestErrors.CursorInvalid, [new Fault("cursor",
        "Pass the nextCursor of the previous page, unchanged.")]);
}
