namespace FleetPortal.Fleet.Topics;

/// <summary>
/// The topic filter of a subscription: levels, <c>+</c> for one level, <c>#</c> for all remaining levels, and the prefix
/// <c>$share/GROUP/</c> for a shared subscription (MQTT 5 §4.7.1, §4.8.2).
/// </summary>
public sealed record TopicFilter
{
    private const string SharePrefix = "$share/";

    private TopicFilter(string text, string? shareName, string[] levels)
    {
        Text = text;
        ShareName = shareName;
        Levels = levels;
    }

    /// <summary>The filter as the client sent it.</summary>
    public string Text { get; }

    /// <summary>The group of a shared subscription; null for an ordinary one.</summary>
    public string? ShareName { get; }

    /// <summary>The levels without the share prefix.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Reads a topic filter. Returns false if the text is not a valid one.</summary>
    public static bool TryParse(string? text, out TopicFilter? filter)
    {
        filter = null;
        if (!TopicSyntax.IsSane(text))
        {
            return false;
        }

        var (shareName, rest) = (default(string), text);
        if (text.StartsWith(SharePrefix, StringComparison.Ordinal))
        {
            var end = text.IndexOf('/', SharePrefix.Length);
            if (end <= SharePrefix.Length || end == text.Length - 1)
            {
                return false;
            }

            shareName = text[SharePrefix.Length..end];
            rest = text[(end + 1)..];
            if (shareName.AsSpan().IndexOfAny('+', '#') >= 0)
            {
                return false;
            }
        }

        var levels = rest.Split('/');
        for (var i = 0; i < levels.Length; i++)
        {
            var wildcard = levels[i].AsSpan().IndexOfAny('+', '#') >= 0;
            if (wildcard && (levels[i].Length != 1 || (levels[i] == "#" && i != levels.Length - 1)))
            {
                return false;
            }
        }

        filter = new TopicFilter(text, shareName, levels);
        return true;
    }

    /// <summary>
    /// Returns whether the filter matches a topic name. A wildcard in the first level never matches a topic that begins with <c>$</c> (MQTT
    /// 5 §4.7.2).
    /// </summary>
    public bool Matches(TopicName topic)
    {
        var levels = topic.Levels;
        if (levels[0].StartsWith('$') && Levels[0] is "+" or "#")
        {
            return false;
        }

        for (var i = 0; i < Levels.Count; i++)
        {
            if (Levels[i] == "#")
            {
                // "sport/#" also matches "sport" (§4.7.1.2).
                return true;
            }

            if (i >= levels.Length)
            {
                return false;
            }

            if (Levels[i] != "+" && Levels[i] != levels[i])
            {
                return false;
            }

            if (i == levels.Length - 1 && Levels.Count == i + 2 && Levels[i + 1] == "#")
            {
                return true;
            }
        }

        return Levels.Count == levels.Length;
    }

    /// <summary>Two filters are equal if their texts are.</summary>
    public bool Equals(TopicFilter? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
