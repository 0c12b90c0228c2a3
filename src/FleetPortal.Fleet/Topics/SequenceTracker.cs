using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;

namespace FleetPortal.Fleet.Topics;

/// <summary>How the numbered messages of a Thing have come in.</summary>
/// <param name="Received">Messages with a number, repetitions not counted.</param>
/// <param name="Lost">Numbers that were passed over.</param>
/// <param name="Repeated">Numbers that came again, as at-least-once delivery does.</param>
public sealed record SequenceCount(long Received, long Lost, long Repeated)
{
    /// <summary>Nothing yet.</summary>
    public static SequenceCount None { get; } = new(0, 0, 0);
}

/// <summary>
/// Follows the <c>seq</c> of telemetry, for devices that number their messages: what was lost while a certificate was replaced is
/// counted, not claimed. Bounded by <see cref="MaxThings"/>; a Thing is forgotten when it is retired.
/// </summary>
public sealed class SequenceTracker
{
    /// <summary>The most Things that are followed.</summary>
    public const int MaxThings = 100_000;

    private const int MaxPayload = 2048;

    private readonly ConcurrentDictionary<string, Counter> _things = new(StringComparer.Ordinal);

    /// <summary>Tells this count from that of another start of the portal.</summary>
    public long Identity { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>A message on a telemetry topic.</summary>
    public void Note(string thingName, ReadOnlySpan<byte> payload)
    {
        if (payload.Length is 0 or > MaxPayload || payload[0] != (byte)'{' || ReadSequence(payload) is not { } number)
        {
            return;
        }

        // To count the dictionary locks all of it: only for a Thing that is new.
        if (!_things.TryGetValue(thingName, out var counter) && _things.Count < MaxThings)
        {
            counter = _things.GetOrAdd(thingName, _ => new Counter());
        }

        counter?.Note(number);
    }

    /// <summary>The count of a Thing since the portal started.</summary>
    public SequenceCount Of(string thingName) => _things.TryGetValue(thingName, out var counter) ? counter.Show() : SequenceCount.None;

    /// <summary>Forgets a Thing.</summary>
    public void Forget(string thingName) => _things.TryRemove(thingName, out _);

    private static long? ReadSequence(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("seq"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
                }
            }
        }
        catch (JsonException)
        {
            // Not JSON after all.
        }

        return null;
    }

    private sealed class Counter
    {
        private readonly Lock _lock = new();
        private long? _last;
        private long _received;
        private long _lost;
        private long _repeated;

        public void Note(long number)
        {
            lock (_lock)
            {
                switch (number - _last)
                {
                    case null:
                        _received++;
                        break;
                    case 0:
                        _repeated++;
                        return;
                    case > 0 and var step:
                        _received++;
                        _lost += step - 1;
                        break;
                    default:
                        // A device that was restarted counts from the beginning.
                        _received++;
                        break;
                }

                _last = number;
            }
        }

        public SequenceCount Show()
        {
            lock (_lock)
            {
                return new SequenceCount(_received, _lost, _repeated);
            }
        }
    }
}
