using System.Diagnostics.CodeAnalysis;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// The unique name of a Thing: 1 to 128 characters of <c>a-z A-Z 0-9 : _ -</c>. It is also the MQTT client identifier and one level of the
/// topics of the Thing, so it must not contain <c>+ # /</c> (MQTT 5 §4.7.1).
/// </summary>
public readonly record struct ThingName
{
    /// <summary>The maximum length of a name, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The rule as a sentence, for messages.</summary>
    public const string Rule = "A ThingName has 1 to 128 letters, digits, colons, underscores or hyphens (a-z A-Z 0-9 : _ -).";

    private readonly string? _text;

    private ThingName(string text) => _text = text;

    /// <summary>
    /// Reads a name. The text is not trimmed, folded or normalized: characters that only look like allowed ones are refused.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ThingName name)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text.All(IsAllowed);
        name = valid ? new ThingName(text!) : default;
        return valid;
    }

    /// <summary>Reads a name, or throws an error with the rule.</summary>
    /// <exception cref="FleetError"><c>thing-name-invalid</c>.</exception>
    public static ThingName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FleetError(ThingErrors.NameInvalid, [new Fault("name", Rule)]);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '-';

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
