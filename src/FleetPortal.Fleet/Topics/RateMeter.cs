namespace FleetPortal.Fleet.Topics;

/// <summary>Counts occurrences in 60 intervals of three seconds. Intervals older than three minutes are overwritten. Thread-safe.</summary>
public sealed class RateMeter(DateTimeOffset start)
{
    /// <summary>The number of intervals that are kept.</summary>
    public const int Spans = 60;

    private const int SpanSeconds = 3;
    private const int RateSpans = 4;

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Spans];
    private readonly long _firstSpan = SpanOf(start);
    private readonly DateTimeOffset _start = start;
    private long _span = SpanOf(start);
    private long _total;

    /// <summary>The number of all occurrences.</summary>
    public long Count => Interlocked.Read(ref _total);

    /// <summary>Counts one occurrence at the given time.</summary>
    public void Add(DateTimeOffset now)
    {
        lock (_lock)
        {
            Advance(now);
            _counts[_span % Spans]++;
            _total++;
        }
    }

    /// <summary>Returns the occurrences per second over the last nine to twelve seconds, or since the start if that is less.</summary>
    public double PerSecond(DateTimeOffset now)
    {
        lock (_lock)
        {
            Advance(now);
            var from = Math.Max(_firstSpan, _span - RateSpans + 1);
            var sum = 0;
            for (var span = from; span <= _span; span++)
            {
                sum += _counts[span % Spans];
            }

            var began = from == _firstSpan ? _start : DateTimeOffset.FromUnixTimeSeconds(from * SpanSeconds);
            return sum / Math.Max(1, (now - began).TotalSeconds);
        }
    }

    /// <summary>Returns the count of each interval, oldest first.</summary>
    public IReadOnlyList<int> History(DateTimeOffset now)
    {
        lock (_lock)
        {
            Advance(now);
            var history = new int[Spans];
            for (var i = 0; i < Spans; i++)
            {
                history[i] = _counts[(_span + 1 + i) % Spans];
            }

            return history;
        }
    }

    private static long SpanOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / SpanSeconds;

    private void Advance(DateTimeOffset now)
    {
        var span = SpanOf(now);
        for (var next = Math.Max(_span + 1, span - Spans + 1); next <= span; next++)
        {
            _counts[next % Spans] = 0;
        }

        _span = Math.Max(_span, span);
    }
}
