using System.Globalization;

namespace FleetPortal.Hosting;

/// <summary>
/// Logs refused requests with their address: failed sign-ins, invalid tokens, missing roles, exceeded limits. Repetitions within a minute
/// are logged as one line with a count, and at most <see cref="MaxKeys"/> combinations in a minute get their own line, so that
/// unauthenticated clients cannot fill the disk. Thread-safe.
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

    /// <summary>Logs a refusal, or counts it if the same one was logged within the last minute.</summary>
    /// <param name="what">What was refused, as a short noun phrase.</param>
    /// <param name="address">The remote IP address.</param>
    /// <param name="who">
    /// The name of a known account, or null. Never pass text that a client sent: people type passwords into the wrong field.
    /// </param>
    public void Refused(string what, string? address, string? who = null)
    {
        var key = (what, address ?? "", Cut(who ?? "unknown"));
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

    /// <summary>Logs the counted repetitions if their minute is over.</summary>
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

    [LoggerMessage(8001, LogLevel.Warning, "The portal refused {What}. Address: {Address}. Name: {Who}.")]
    private partial void LogRefused(string what, string address, string who);

    [LoggerMessage(
        8002, LogLevel.Warning,
        "The portal refused {What} {Count} more times within a minute. Address: {Address}. Name: {Who}.")]
    private partial void LogRepeated(string what, string address, string who, string count);

    [LoggerMessage(
        8003, LogLevel.Warning,
        "The portal refused {Count} more requests within a minute, from other addresses or for other reasons.")]
    private partial void LogOthers(int count);
}
