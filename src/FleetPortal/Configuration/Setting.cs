namespace FleetPortal.Configuration;

/// <summary>A setting: the reader takes its default and its limits from here, and the page <c>src/docs/settings.md</c> is made from it.</summary>
/// <param name="Key">The key. <c>*</c> stands for a name that the operator chooses.</param>
/// <param name="Default">The value that counts if the key is not configured; null where the portal computes one or needs none.</param>
/// <param name="DefaultText">The default in words, where it is not a fixed value.</param>
/// <param name="Values">The values that are accepted, in words.</param>
/// <param name="Unit">The unit of a number; null for other values.</param>
/// <param name="Meaning">What the setting does, in one or two sentences.</param>
public sealed record Setting(string Key, string? Default, string? DefaultText, string Values, string? Unit, string Meaning)
{
    /// <summary>The smallest number that is accepted.</summary>
    public int Min { get; init; }

    /// <summary>The largest number that is accepted.</summary>
    public int Max { get; init; }
}
