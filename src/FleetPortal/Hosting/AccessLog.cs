using System.Globalization;

namespace FleetPortal.Hosting;

/// <summary>
/// Writes refusals into the log with their address: sign-ins that failed, tokens that are not good, missing roles, limits. Repetitions
/// within a minute become one line with their number, and no more than <see cref="MaxKeys"/> kinds have lines of their own: strangers
/// cannot fill the disk.
/// </summary>
public sealed partial class AccessLog(ILogger<AccessLog> logger, TimeProvider time)
{
    private const int MaxKeys = 50;
    private const int MaxText = 100;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string What, string Address, string Who), int> _counts = [];
    private DateTimeOffset _since;
    private int _others;

    /// <summary>Notes a refusal.</summary>
    /// <param name="what">What was refused, in a few words.</param>
    /// <param name="address">Where from.</param>
    /// <param name="who">A name that the portal knows, or null. Never what a stranger typed: people type passwords into wrong fields.</param>
    public void Refused(string what, string? address, string? who = null)
    {
        var key = (what, address ?? "", Cut(who ?? "nobody known"));
        lock (_lock)
        {
            Flush();
            if (_counts.TryGetValue(key, out var count))
            {
                _counts[key] = count + 1;
                return;
            }

            if (_counts.Count >= MaxKeys)
            {
                _others++;
                return;
            }

            _counts[key] = 0;
        }

        LogRefused(key.what, key.Item2, key.Item3);
    }

    /// <summary>Writes the numbers of a minute that is over.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _since < Span)
            {
                return;
            }

            _since = now;
            foreach (var ((what, address, who), count) in _counts.Where(entry => entry.Value > 0))
            {
                LogRepeated(what, address, who, count.ToString(CultureInfo.InvariantCulture));
            }

            if (_others > 0)
            {
                LogOthers(_others);
            }

            _counts.Clear();
            _others = 0;
        }
    }

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;

    [LoggerMessage(1, LogLevel.Warning, "Refused: {What}, from {Address}, {Who}")]
    private partial void LogRefused(string what, string address, string who);

    [LoggerMessage(2, LogLevel.Warning, "Refused: {What}, from {Address}, {Who}: {Count} times more within a minute")]
    private partial void LogRepeated(string what, string address, string who, string count);

    [LoggerMessage(3, LogLevel.Warning, "Refused: {Count} times more within a minute, from other addresses or for other reasons")]
    private partial void LogOthers(int count);
}
