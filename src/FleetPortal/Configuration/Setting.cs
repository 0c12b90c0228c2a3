using System.Globalization;

namespace FleetPortal.Configuration;

/// <summary>
/// The description of a setting. The reader takes the default and the limits from it, and the page <c>src/docs/settings.md</c> is generated
/// from it.
/// </summary>
/// <param name="Key">The key. <c>*</c> stands for a name that the operator chooses.</param>
/// <param name="Default">The value if the key is not configured; null if the portal computes one or needs none.</param>
/// <param name="DefaultText">The default in words, if it is not a fixed value.</param>
/// <param name="Values">The values that are accepted, in words.</param>
/// <param name="Unit">The unit of a number; null for other values.</param>
/// <param name="Meaning">What the setting does, in one or two sentences.</param>
public sealed record Setting(string Key, string? Default, string? DefaultText, string Values, string? Unit, string Meaning)
{
    /// <summary>The smallest number that is accepted.</summary>
    public int Min { get; init; }

    /// <summary>The largest number that is accepted.</summary>
    public int Max { get; init; }

    /// <summary>A setting with a text.</summary>
    /// <param name="key">See <see cref="Key"/>.</param>
    /// <param name="fallback">See <see cref="Default"/>.</param>
    /// <param name="words">See <see cref="DefaultText"/>.</param>
    /// <param name="values">See <see cref="Values"/>.</param>
    /// <param name="meaning">See <see cref="Meaning"/>.</param>
    public static Setting Text(
        string key, string? fallback, string? words, string values, string meaning) => new(key, fallback, words, values, null, meaning);

    /// <summary>A setting that is true or false.</summary>
    /// <param name="key">See <see cref="Key"/>.</param>
    /// <param name="fallback">See <see cref="Default"/>.</param>
    /// <param name="words">See <see cref="DefaultText"/>.</param>
    /// <param name="meaning">See <see cref="Meaning"/>.</param>
    public static Setting Flag(
        string key, string? fallback, string? words, string meaning) => new(key, fallback, words, "true or false", null, meaning);

    /// <summary>A setting with a whole number.</summary>
    /// <param name="key">See <see cref="Key"/>.</param>
    /// <param name="fallback">See <see cref="Default"/>.</param>
    /// <param name="min">See <see cref="Min"/>.</param>
    /// <param name="max">See <see cref="Max"/>.</param>
    /// <param name="unit">See <see cref="Unit"/>.</param>
    /// <param name="meaning">See <see cref="Meaning"/>.</param>
    public static Setting Number(string key, int fallback, int min, int max, string unit, string meaning) =>
        new(key, fallback.ToString(CultureInfo.InvariantCulture),
            null, string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"), unit, meaning)
        {
            Min = min,
            Max = max,
        };
}
