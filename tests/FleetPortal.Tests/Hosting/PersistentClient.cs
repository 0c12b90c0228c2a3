using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>The points of a QoS exchange in which a portal may die.</summary>
internal enum ExchangePoint
{
    /// <summary>The client sent PUBLISH with QoS 1 and has no PUBACK.</summary>
    PublishWithoutPuback,

    /// <summary>The client sent PUBLISH with QoS 2 and has no PUBREC.</summary>
    PublishWithoutPubrec,

    /// <summary>The client got PUBREC and has no PUBCOMP.</summary>
    PubrecWithoutPubcomp,

    /// <summary>The portal sent PUBLISH with QoS 1 and did not take PUBACK: the message comes again.</summary>
    DeliveryWithoutPuback,

    /// <summary>The client got PUBLISH with QoS 2 and no PUBREL.</summary>
    DeliveryWithoutPubrel,

    /// <summary>The client got PUBREL, and the portal did not take PUBCOMP: PUBREL comes again.</summary>
    DeliveryWithoutPubcomp,
}

/// <summary>
/// A client with a session that outlives its connection. It publishes with QoS 1 and 2 as fast as it is acknowledged, and hears what
/// another one publishes. It keeps the client's half of the session (MQTT 5 §4.1) while the portal dies and comes back.
/// </summary>
/// <param name="version">4 for MQTT 3.1.1, 5 for MQTT 5.0.</param>
/// <param name="device">The Thing or the application.</param>
/// <param name="topic">The topic of its messages; the QoS is added as a level.</param>
/// <param name="filter">What it hears.</param>
internal sealed class PersistentClient(byte version, MqttDevice device, string topic, string filter) : IDisposable
{
    private const uint SessionExpirySeconds = 24 * 60 * 60;

    // Few enough that the certificates of the same portal get their turn.
    private const int Window = 6;

    private readonly Lock _lock = new();

    // What was sent and not acknowledged to its end, in its order.
    private readonly List<Outgoing> _outgoing = [];

    // Identifiers of QoS 2 messages that were heard and not released.
    private readonly HashSet<int> _incoming = [];
    private readonly Dictionary<string, int> _heard = new(StringComparer.Ordinal);
    private readonly List<string> _firsts = [];
    private readonly List<string> _acknowledged = [];
    private bool _isSubscribed;
    private bool _isFinishing;
    private int _lastId;
    private int _lastNumber;

    /// <summary>The client identifier of its session.</summary>
    public string ClientId => device.Name;

    /// <summary>The points in which the portal died.</summary>
    public HashSet<ExchangePoint> Interrupted { get; } = [];

    /// <summary>How many messages the portal has acknowledged.</summary>
    public int Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count;
            }
        }
    }

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return _isSubscribed && _outgoing.Count == 0 && _incoming.Count == 0;
            }
        }
    }

    /// <summary>Publishes nothing new any more; what is under way goes on.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            _isFinishing = true;
        }
    }

    /// <summary>Publishes and hears until the portal is gone.</summary>
    public async Task WorkAsync(int port)
    {
        try
        {
            await using var stream = await device.OpenAsync(port);
            await stream.WriteAsync(new Connect(version, ClientId)
            {
                CleanStart = false,
                Properties = version < 5 ? [] : [(Prop.SessionExpiryInterval, SessionExpirySeconds)],
            }.ToOctets());
            while (await RawPacket.ReadAsync(stream, version, TestContext.Current.CancellationToken) is { } packet)
            {
                byte[] answers;
                lock (_lock)
                {
                    answers = Octets.Join([.. Answer(packet), .. Publish()]);
                }

                await stream.WriteAsync(answers);
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            // The portal was killed.
        }

        NoteInterruptions();
    }

    /// <summary>
    /// What the portal acknowledged has arrived at the other client, with QoS 2 exactly once, and the messages of each QoS in their order.
    /// </summary>
    public void AssertHeardBy(PersistentClient other)
    {
        Assert.NotEmpty(_acknowledged);
        Assert.All(_acknowledged, text => Assert.Contains(text, other._heard.Keys));
        Assert.All(other._heard, heard => Assert.True(IsWithQoS1(heard.Key) || heard.Value == 1, $"{heard.Key} came {heard.Value} times."));
        foreach (var quality in other._firsts.GroupBy(IsWithQoS1))
        {
            Assert.Equal(quality.OrderBy(NumberOf), quality);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    private static bool IsWithQoS1(string text) => text.StartsWith("1 ", StringComparison.Ordinal);

    private static int NumberOf(string text) => int.Parse(text.AsSpan(2), CultureInfo.InvariantCulture);

    private List<byte[]> Answer(RawPacket packet) => packet.Type switch
    {
        PacketType.Connack => Resume(packet),
        PacketType.Suback => Subscribed(packet),
        PacketType.Publish => [Octets.Ack(version, packet.QoS == 1 ? PacketType.Puback : PacketType.Pubrec, Hear(packet).Id)],
        PacketType.Pubrel => [Octets.Ack(version, PacketType.Pubcomp, packet.Id, Release(packet.Id))],
        PacketType.Puback => Acknowledge(packet, isLast: true),
        PacketType.Pubrec => Acknowledge(packet, isLast: false),
        PacketType.Pubcomp => Complete(packet),
        _ => throw new InvalidDataException($"{ClientId} got {packet}."),
    };

    /// <summary>Sends again what has no acknowledgement, in its order (MQTT-4.4.0-1, MQTT-4.6.0-1).</summary>
    private List<byte[]> Resume(RawPacket connack)
    {
        Assert.Equal(Reason.Success, connack.Code);
        Assert.True(connack.SessionPresent || !_isSubscribed, $"The portal lost the session of {ClientId}.");
        return _isSubscribed ? [.. _outgoing.Select(one => one.IsReceived
            ? Octets.Ack(version, PacketType.Pubrel, one.Id) : one.ToOctets(version, topic, isDuplicate: true))]
            : [Octets.Subscribe(version, ushort.MaxValue, [(filter, 2)])];
    }

    private List<byte[]> Subscribed(RawPacket suback)
    {
        Assert.Equal(2, suback.Code);
        _isSubscribed = true;
        return [];
    }

    private RawPacket Hear(RawPacket publish)
    {
        var text = publish.Text;
        if (publish.QoS == 2 && !_incoming.Add(publish.Id))
        {
            return publish;
        }

        _heard[text] = _heard.GetValueOrDefault(text) + 1;
        if (_heard[text] == 1)
        {
            _firsts.Add(text);
        }
        else if (publish.Dup)
        {
            Interrupted.Add(ExchangePoint.DeliveryWithoutPuback);
        }

        return publish;
    }

    private byte Release(int id)
    {
        if (_incoming.Remove(id))
        {
            return Reason.Success;
        }

        Interrupted.Add(ExchangePoint.DeliveryWithoutPubcomp);
        return version < 5 ? Reason.Success : Reason.PacketIdentifierNotFound;
    }

    private List<byte[]> Acknowledge(RawPacket packet, bool isLast)
    {
        Assert.Equal(Reason.Success, packet.Code);
        var one = _outgoing.Single(one => one.Id == packet.Id);
        Assert.Equal((isLast ? 1 : 2, false), (one.QoS, one.IsReceived));
        _acknowledged.Add(one.Text);
        one.IsReceived = true;
        if (isLast)
        {
            _outgoing.Remove(one);
        }

        return isLast ? [] : [Octets.Ack(version, PacketType.Pubrel, packet.Id)];
    }

    private List<byte[]> Complete(RawPacket packet)
    {
        Assert.Contains(packet.Code, (byte[])[Reason.Success, Reason.PacketIdentifierNotFound]);
        Assert.True(_outgoing.Remove(_outgoing.Single(one => one.Id == packet.Id && one.IsReceived)));
        return [];
    }

    /// <summary>New messages, as many as the window has room for.</summary>
    private IEnumerable<byte[]> Publish()
    {
        while (_isSubscribed && !_isFinishing && _outgoing.Count < Window)
        {
            do
            {
                _lastId = _lastId % ushort.MaxValue + 1;
            }
            while (_outgoing.Any(one => one.Id == _lastId));
            _lastNumber++;
            var one = new Outgoing(_lastId, 1 + _lastNumber % 2, _lastNumber);
            _outgoing.Add(one);
            yield return one.ToOctets(version, topic, isDuplicate: false);
        }
    }

    private void NoteInterruptions()
    {
        lock (_lock)
        {
            Interrupted.UnionWith(_outgoing.Select(one => one.IsReceived ? ExchangePoint.PubrecWithoutPubcomp
                : one.QoS == 1 ? ExchangePoint.PublishWithoutPuback : ExchangePoint.PublishWithoutPubrec));
            if (_incoming.Count > 0)
            {
                Interrupted.Add(ExchangePoint.DeliveryWithoutPubrel);
            }
        }
    }

    /// <summary>A message that was sent and is not acknowledged to its end.</summary>
    private sealed class Outgoing(int id, int quality, int number)
    {
        public int Id => id;

        public int QoS => quality;

        public string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"{quality} {number}");

        public bool IsReceived { get; set; }

        public byte[] ToOctets(byte version, string topic, bool isDuplicate) => Octets.Publish(
            version, $"{topic}/{quality}", Encoding.ASCII.GetBytes(Text), quality, id, dup: isDuplicate);
    }
}
