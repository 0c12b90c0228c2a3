global using Property = (FleetPortal.Broker.Tests.Conformance.Client.Prop Id, object Value);

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>The identifiers of the properties of MQTT 5.0 (table 2-4).</summary>
internal enum Prop
{
    PayloadFormatIndicator = 0x01,
    MessageExpiryInterval = 0x02,
    ContentType = 0x03,
    ResponseTopic = 0x08,
    CorrelationData = 0x09,
    SubscriptionIdentifier = 0x0B,
    SessionExpiryInterval = 0x11,
    AssignedClientIdentifier = 0x12,
    ServerKeepAlive = 0x13,
    AuthenticationMethod = 0x15,
    AuthenticationData = 0x16,
    RequestProblemInformation = 0x17,
    WillDelayInterval = 0x18,
    RequestResponseInformation = 0x19,
    ResponseInformation = 0x1A,
    ServerReference = 0x1C,
    ReasonString = 0x1F,
    ReceiveMaximum = 0x21,
    TopicAliasMaximum = 0x22,
    TopicAlias = 0x23,
    MaximumQoS = 0x24,
    RetainAvailable = 0x25,
    UserProperty = 0x26,
    MaximumPacketSize = 0x27,
    WildcardSubscriptionAvailable = 0x28,
    SubscriptionIdentifierAvailable = 0x29,
    SharedSubscriptionAvailable = 0x2A,
}

/// <summary>Writes and reads the properties of MQTT 5.0 (section 2.2.2).</summary>
internal static class Properties
{
    private static readonly Prop[] Octet =
    [
        Prop.PayloadFormatIndicator, Prop.RequestProblemInformation, Prop.RequestResponseInformation, Prop.MaximumQoS,
        Prop.RetainAvailable, Prop.WildcardSubscriptionAvailable, Prop.SubscriptionIdentifierAvailable, Prop.SharedSubscriptionAvailable,
    ];

    private static readonly Prop[] TwoOctets = [Prop.ServerKeepAlive, Prop.ReceiveMaximum, Prop.TopicAliasMaximum, Prop.TopicAlias];

    private static readonly Prop[] FourOctets =
        [Prop.MessageExpiryInterval, Prop.SessionExpiryInterval, Prop.WillDelayInterval, Prop.MaximumPacketSize];

    private static readonly Prop[] Binary = [Prop.CorrelationData, Prop.AuthenticationData];

    /// <summary>The packets that may carry a property; <c>null</c> stands for the will.</summary>
    public static bool IsAllowed(Prop property, PacketType? packet) => property switch
    {
        Prop.PayloadFormatIndicator or Prop.MessageExpiryInterval or Prop.ContentType or Prop.ResponseTopic or Prop.CorrelationData =>
            packet is PacketType.Publish or null,
        Prop.SubscriptionIdentifier => packet is PacketType.Publish or PacketType.Subscribe,
        Prop.SessionExpiryInterval => packet is PacketType.Connect or PacketType.Connack or PacketType.Disconnect,
        Prop.AuthenticationMethod or Prop.AuthenticationData => packet is PacketType.Connect or PacketType.Connack or PacketType.Auth,
        Prop.RequestProblemInformation or Prop.RequestResponseInformation => packet is PacketType.Connect,
        Prop.WillDelayInterval => packet is null,
        Prop.ServerReference => packet is PacketType.Connack or PacketType.Disconnect,
        Prop.ReasonString => packet is PacketType.Connack or PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel
            or PacketType.Pubcomp or PacketType.Suback or PacketType.Unsuback or PacketType.Disconnect or PacketType.Auth,
        Prop.ReceiveMaximum or Prop.TopicAliasMaximum or Prop.MaximumPacketSize => packet is PacketType.Connect or PacketType.Connack,
        Prop.TopicAlias => packet is PacketType.Publish,
        Prop.UserProperty => packet is not (PacketType.Pingreq or PacketType.Pingresp),
        _ => packet is PacketType.Connack,
    };

    /// <summary>A valid value of a property, for packets that a generator builds.</summary>
    public static object ValidValue(Prop property) => property switch
    {
        Prop.UserProperty => ("name", "value"),
        _ when Binary.Contains(property) => new byte[] { 1, 2 },
        _ when Octet.Contains(property) || TwoOctets.Contains(property) || FourOctets.Contains(property)
            || property is Prop.SubscriptionIdentifier => 1u,
        _ => "text",
    };

    /// <summary>The properties with their length in front.</summary>
    public static byte[] Encode(params Property[] properties) => WithLength(EncodeValues(properties));

    /// <summary>Puts the length in front of properties that are already octets.</summary>
    public static byte[] WithLength(byte[] values) => [.. Octets.VariableInteger((uint)values.Length), .. values];

    /// <summary>The properties without their length.</summary>
    public static byte[] EncodeValues(params Property[] properties) =>
        [.. properties.SelectMany(property => (byte[])[(byte)property.Id, .. Value(property.Id, property.Value)])];

    /// <summary>Reads the properties of a packet, with their length.</summary>
    public static Dictionary<Prop, List<object>> Read(PacketReader reader)
    {
        var read = new Dictionary<Prop, List<object>>();
        var end = (int)reader.VariableInteger();
        end += reader.Position;
        while (reader.Position < end)
        {
            var id = (Prop)reader.VariableInteger();
            if (!Enum.IsDefined(id))
            {
                throw new InvalidDataException($"The property 0x{(int)id:X2} does not exist.");
            }
            if (!read.TryGetValue(id, out var values))
            {
                read[id] = values = [];
            }
            values.Add(ReadValue(id, reader));
        }
        return reader.Position == end ? read : throw new InvalidDataException("The properties are longer than their length says.");
    }

    private static byte[] Value(Prop id, object value) => value switch
    {
        (string name, string text) => [.. Octets.Text(name), .. Octets.Text(text)],
        string text => Octets.Text(text),
        byte[] binary => Octets.Binary(binary),
        _ when Octet.Contains(id) => [Convert.ToByte(value, null)],
        _ when TwoOctets.Contains(id) => Octets.UInt16(Convert.ToInt32(value, null)),
        _ when FourOctets.Contains(id) => Octets.UInt32(Convert.ToUInt32(value, null)),
        _ => Octets.VariableInteger(Convert.ToUInt32(value, null)),
    };

    private static object ReadValue(Prop id, PacketReader reader) => id switch
    {
        Prop.UserProperty => (reader.Text(), reader.Text()),
        Prop.SubscriptionIdentifier => reader.VariableInteger(),
        _ when Octet.Contains(id) => (uint)reader.Octet(),
        _ when TwoOctets.Contains(id) => (uint)reader.UInt16(),
        _ when FourOctets.Contains(id) => reader.UInt32(),
        _ when Binary.Contains(id) => reader.Binary(),
        _ => reader.Text(),
    };
}
