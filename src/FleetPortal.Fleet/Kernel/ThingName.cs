using System.Diagnostics.CodeAnalysis;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The unique name of a Thing: 1 to 128 of <c>a-z A-Z 0-9 : _ -</c>. It is also the MQTT client identifier and a level
/// of the topic namespace, so it can hold no <c>+ # /</c> (MQTT 5 §4.7.1).
/// </summary>
public readonly record struct ThingName
{
    /// <summary>The longest name.</summary>
    public const int MaxLength = 128;

    /// <summary>The rule in words, for messages.</summary>
    public const string Rule = "A ThingName has 1 to 128 letters, digits, colons, underscores or hyphens (a-z A-Z 0-9 : _ -).";

    private readonly string? _text;

    private ThingName(string text) => _text = text;

    /// <summary>Takes the text as it is: nothing is trimmed, folded or normalised, so a look-alike stays another name and is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ThingName name)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text.All(IsAllowed);
        name = valid ? new ThingName(text!) : default;
        return valid;
    }

    /// <summary>Parses, or refuses with the rule.</summary>
    /// <exception cref="FleetError"><c>thing-name-invalid</c>.</exception>
    public static ThingName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FleetError(ThingErrors.NameInvalid, [new Fault("name", Rule)]);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '-';

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
