namespace FleetPortal.Fleet.Topics;

/// <summary>The topic of a message: at least one character, no wildcards, no NUL, at most 65,535 octets of UTF-8 (MQTT 5 §4.7.3).</summary>
public readonly record struct TopicName
{
    private readonly string? _text;

    private TopicName(string text) => _text = text;

    /// <summary>Reads a topic name. Returns false if the text is not a valid one.</summary>
    public static bool TryParse(string? text, out TopicName name)
    {
        var valid = TopicSyntax.IsSane(text) && text.AsSpan().IndexOfAny('+', '#') < 0;
        name = valid ? new TopicName(text!) : default;
        return valid;
    }

    /// <summary>The levels between the slashes. There is always at least one; a level may be empty (MQTT 5 §4.7.1.1).</summary>
    public string[] Levels => ToString().Split('/');

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";
}
