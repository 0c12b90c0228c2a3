using System.Globalization;
using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Sessions;

/// <summary>Where a message comes from, as the broker knows it from TLS and the registry. A receiver need not trust the topic.</summary>
/// <param name="Principal">The Thing or application that published it.</param>
/// <param name="SerialNumber">The serial number of its certificate, in lower-case hexadecimal; null without a certificate.</param>
/// <param name="ReceivedAt">When the broker received it.</param>
internal sealed record MessageOrigin(string Principal, string? SerialNumber, DateTimeOffset ReceivedAt)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The origin of a message that a connection sends now; null before the connection is accepted.</summary>
    public static MessageOrigin? Of(LiveConnection connection, DateTimeOffset now) => connection.Policy is not { } policy ? null
        : new MessageOrigin(policy.PrincipalName, connection.Presented?.SerialNumber, now);

    /// <summary>The user properties, as octets of a packet.</summary>
    public byte[] ToOctets()
    {
        var buffer = new PacketBuffer();
        Write(buffer, OriginProperties.Thing, Principal);
        if (SerialNumber is not null)
        {
            Write(buffer, OriginProperties.Certificate, SerialNumber);
        }

        Write(buffer, OriginProperties.ReceivedAt, ReceivedAt.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
        var octets = buffer.Octets.ToArray();
        buffer.Release();
        return octets;
    }

    private static void Write(PacketBuffer buffer, string name, string value)
    {
        buffer.WriteByte((byte)PropertyId.UserProperty);
        buffer.WriteString(name);
        buffer.WriteString(value);
    }
}
