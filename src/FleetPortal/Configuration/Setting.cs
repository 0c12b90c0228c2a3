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
}
