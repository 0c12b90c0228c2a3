using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>The counts of the numbered messages of a Thing.</summary>
/// <param name="Received">Messages with a number, without repetitions.</param>
/// <param name="Lost">Numbers that were skipped.</param>
/// <param name="Repeated">Numbers that came twice in a row, which at-least-once delivery allows.</param>
public sealed record SequenceCount(long Received, long Lost, long Repeated)
{
    /// <summary>The counts before the first message.</summary>
    public static SequenceCount None { get; } = new(0, 0, 0);
}

/// <summary>
/// Follows the property <c>seq</c> in the telemetry of devices that number their messages. A rotation uses it to show that no message was
/// lost while a certificate was replaced. Bounded by <see cref="MaxThings"/>; a Thing is removed when it is retired. Thread-safe.
/// </summary>
public sealed class SequenceTracker : IRetirementFollower
{
    /// <summary>The maximum number of Things that are followed.</summary>
    public const int MaxThings = 100_000;

    private const int MaxPayload = 2048;

    private readonly ConcurrentDictionary<string, Counter> _things = new(StringComparer.Ordinal);

    /// <summary>A random number for each start of the portal. Counts of different starts must not be compared.</summary>
    public long Identity { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Counts a message on a telemetry topic. A payload without a number is ignored.</summary>
    public void Note(string thingName, ReadOnlySpan<byte> payload)
    {
        if (payload.Length is 0 or > MaxPayload || payload[0] != (byte)'{' || ReadSequence(payload) is not { } number)
        {
            return;
        }

        // Count locks the whole dictionary, so read it only for a new Thing.
        if (!_things.TryGetValue(thingName, out var counter) && _things.Count < MaxThings)
        {
            counter = _things.GetOrAdd(thingName, _ => new Counter());
        }

        counter?.Note(number);
    }

    /// <summary>Returns the counts of a Thing since the start of the portal.</summary>
    public SequenceCount Of(string thingName) => _things.TryGetValue(thingName, out var counter) ? counter.Show() : SequenceCount.None;

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        _things.TryRemove(thingName, out _);
        return Task.CompletedTask;
    }

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
            // The payload is not JSON.
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
                        // A device that has restarted counts from the beginning again.
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
