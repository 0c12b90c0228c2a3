using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FleetPortal.Fleet.Topics;

/// <summary>The rules that topic names and topic filters share (MQTT 5 §4.7.3, §1.5.4).</summary>
internal static class TopicSyntax
{
    private const int MaxOctets = 65535;

    /// <summary>Returns whether the text is not empty, has no NUL and is not too long.</summary>
    public static bool IsSane([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text)
            && !text.Contains('\0', StringComparison.Ordinal) && text.Length <= MaxOctets && Encoding.UTF8.GetByteCount(text) <= MaxOctets;
}
