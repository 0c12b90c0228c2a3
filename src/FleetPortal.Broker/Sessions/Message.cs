using System.Text;
using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Sessions;

/// <summary>A message that the broker took. Immutable, so that all of its deliveries share it.</summary>
internal sealed class Message
{
    // The objects around the octets, and the properties of the origin.
    private const int Overhead = 512;

    private byte[]? _origin;

    /// <summary>The topic name of the message.</summary>
    public required string Topic { get; init; }

    /// <summary>The topic name in UTF-8.</summary>
    public required byte[] TopicOctets { get; init; }

    /// <summary>The payload of the message.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The quality of service with which it was published.</summary>
    public QualityOfService QualityOfService { get; init; }

    /// <summary>Whether it was published with RETAIN.</summary>
    public bool Retain { get; init; }

    /// <summary>The properties that are passed on, as octets of a packet (<see cref="PacketProperties.Forwarded"/>).</summary>
    public byte[] Properties { get; init; } = [];

    /// <summary>The topic for the response; null for none. It is also part of <see cref="Properties"/>.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>Where the message comes from; null for messages of the portal.</summary>
    public MessageOrigin? Origin { get; init; }

    /// <summary>The user properties that name the origin (<see cref="OriginProperties"/>), as octets of a packet.</summary>
    public byte[] OriginOctets => _origin ??= Origin?.ToOctets() ?? [];

    /// <summary>When it expires; null for never (MQTT 5 §3.3.2.3.3).</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The client identifier of the publisher, for No Local; null for messages of the portal.</summary>
    public string? Publisher { get; init; }

    /// <summary>The key in the database. Set before the message is queued for a durable session.</summary>
    public long StoreKey { get; set; }

    /// <summary>The deliveries in the database that refer to this message.</summary>
    public int StoredDeliveries;

    /// <summary>The octets that a queue counts for it.</summary>
    public int Size => Payload.Length + TopicOctets.Length + Properties.Length + Overhead;

    /// <summary>Sets the octets of the origin of a stored message.</summary>
    public Message WithOrigin(byte[] octets)
    {
        _origin = octets;
        return this;
    }

    /// <summary>
    /// A message that has its own place on the disk. It shares the octets. A retained message is delivered again and again: with one place,
    /// a write that fails, or two subscribers at one moment, would leave a delivery whose message is not stored.
    /// </summary>
    public Message Again() => new Message
    {
        Topic = Topic,
        TopicOctets = TopicOctets,
        Payload = Payload,
        QualityOfService = QualityOfService,
        Retain = Retain,
        Properties = Properties,
        ResponseTopic = ResponseTopic,
        ExpiresAt = ExpiresAt,
        Publisher = Publisher,
    }.WithOrigin(OriginOctets);

    /// <summary>Creates a message of the portal itself.</summary>
    public static Message OfPortal(string topic, byte[] payload, QualityOfService quality, bool retain = false) => new()
    {
        Topic = topic,
        TopicOctets = Encoding.UTF8.GetBytes(topic),
        Payload = payload,
        QualityOfService = quality,
        Retain = retain,
    };

    /// <summary>The seconds that are left; null if it never expires, 0 if it has expired.</summary>
    public uint? SecondsLeft(DateTimeOffset now) => ExpiresAt is not { } end ? null
        : end <= now ? 0 : (uint)Math.Min(uint.MaxValue, Math.Ceiling((end - now).TotalSeconds));
}
