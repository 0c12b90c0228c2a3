using System.Text;

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>Generates packets that follow CONNECT and that a server must refuse.</summary>
internal static class MalformedPackets
{
    private const byte Ill = Reason.MalformedPacket;
    private const byte Wrong = Reason.ProtocolError;

    /// <summary>A valid packet of every type that a client may send after CONNECT, with the properties where it has some.</summary>
    public static IEnumerable<(PacketType Type, Func<byte[], byte[]> With)> WithProperties =>
    [
        (PacketType.Publish, properties => Octets.Frame(0x32, Octets.Text("t"), [0, 7], properties, [1])),
        (PacketType.Puback, properties => Octets.Frame(0x40, [0, 7, 0], properties)),
        (PacketType.Pubrec, properties => Octets.Frame(0x50, [0, 7, 0], properties)),
        (PacketType.Pubrel, properties => Octets.Frame(0x62, [0, 7, 0], properties)),
        (PacketType.Pubcomp, properties => Octets.Frame(0x70, [0, 7, 0], properties)),
        (PacketType.Subscribe, properties => Octets.Frame(0x82, [0, 7], properties, Octets.Text("t"), [0])),
        (PacketType.Unsubscribe, properties => Octets.Frame(0xA2, [0, 7], properties, Octets.Text("t"))),
        (PacketType.Disconnect, properties => Octets.Frame(0xE0, [0], properties)),
    ];

    /// <summary>Octets that are not a UTF-8 encoded string of MQTT.</summary>
    public static IEnumerable<(string Name, byte[] Octets)> IllFormedText =>
    [
        ("U+0000", [0x61, 0x00]), ("an overlong U+0000", [0xC0, 0x80]), ("an overlong solidus", [0xC0, 0xAF]),
        ("an overlong solidus of three octets", [0xE0, 0x80, 0xAF]), ("the surrogate U+D800", [0xED, 0xA0, 0x80]),
        ("the surrogate U+DFFF", [0xED, 0xBF, 0xBF]), ("a pair of surrogates", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("a value above U+10FFFF", [0xF4, 0x90, 0x80, 0x80]), ("a continuation alone", [0x80]), ("a cut sequence", [0x61, 0xE2, 0x82]),
        ("0xFF", [0xFF]), ("0xFE", [0xFE]), ("five octets", [0xF8, 0x88, 0x80, 0x80, 0x80]),
    ];

    /// <summary>Every wrong value of the lower four bits of the first octet.</summary>
    public static IEnumerable<Malformed> WrongFlags(byte version) =>
        from packet in Valid(version)
        where packet[0] >> 4 is not (int)PacketType.Publish
        from flags in Enumerable.Range(0, 16)
        where flags != (packet[0] & 0x0F)
        select new Malformed($"{(PacketType)(packet[0] >> 4)} with the flags {flags:b4}",
            [(byte)(packet[0] & 0xF0 | flags), .. packet[1..]], Ill);

    /// <summary>AUTH with every wrong value of the lower four bits of the first octet.</summary>
    public static IEnumerable<Malformed> WrongFlagsOfAuth() =>
        from flags in Enumerable.Range(1, 15)
        select new Malformed($"AUTH with the flags {flags:b4}", Octets.Frame(0xF0 | flags), Ill);

    /// <summary>Types that do not exist, or that only a server sends.</summary>
    public static IEnumerable<Malformed> WrongTypes(byte version)
    {
        yield return new Malformed("the type 0", [0x00, 0x00], Ill, Wrong);
        yield return new Malformed("CONNACK", Octets.Frame(0x20, [0, 0], Octets.PropertiesOf(version)), Ill, Wrong);
        yield return new Malformed("SUBACK", Octets.Frame(0x90, [0, 1], Octets.PropertiesOf(version), [0]), Ill, Wrong);
        yield return new Malformed("UNSUBACK", Octets.Frame(0xB0, [0, 1], Octets.PropertiesOf(version)), Ill, Wrong);
        yield return new Malformed("PINGRESP", Octets.Frame(0xD0), Ill, Wrong);
        if (version < 5)
        {
            yield return new Malformed("the type 15", Octets.Frame(0xF0));
        }
    }

    /// <summary>The packet identifier 0 where a packet needs one.</summary>
    public static IEnumerable<Malformed> ZeroIdentifiers(byte version)
    {
        yield return new Malformed("PUBLISH, QoS 1", Octets.Publish(version, "t", [1], 1, 0), Wrong, Ill);
        yield return new Malformed("PUBLISH, QoS 2", Octets.Publish(version, "t", [1], 2, 0), Wrong, Ill);
        yield return new Malformed("SUBSCRIBE", Octets.Subscribe(version, 0, [("t", 0)]), Wrong, Ill);
        yield return new Malformed("UNSUBSCRIBE", Octets.Unsubscribe(version, 0, "t"), Wrong, Ill);
        foreach (var type in (PacketType[])[PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp])
        {
            yield return new Malformed($"{type}", Octets.Ack(version, type, 0), Wrong, Ill);
        }
    }

    /// <summary>Reserved or contradictory bits of PUBLISH and of the subscription options.</summary>
    public static IEnumerable<Malformed> ReservedBits(byte version)
    {
        yield return new Malformed("PUBLISH, QoS 3", Octets.Publish(version, "t", [1], 3, 1), Ill);
        yield return new Malformed("PUBLISH, QoS 3 and DUP", Octets.Publish(version, "t", [1], 3, 1, dup: true), Ill);
        yield return new Malformed("PUBLISH, QoS 0 and DUP", Octets.Publish(version, "t", [1], dup: true), Ill, Wrong);
        yield return new Malformed("SUBSCRIBE, QoS 3", Octets.Subscribe(version, 1, [("t", 3)]), Wrong, Ill);
        yield return new Malformed("SUBSCRIBE, QoS 3 in the second filter", Octets.Subscribe(version, 1, [("t", 0), ("u", 3)]), Wrong, Ill);
        for (var bit = version < 5 ? 2 : 6; bit < 8; bit++)
        {
            yield return new Malformed($"SUBSCRIBE, bit {bit}", Octets.Subscribe(version, 1, [("t", 1 << bit)]), Ill);
        }
        if (version >= 5)
        {
            yield return new Malformed("SUBSCRIBE, Retain Handling 3", Octets.Subscribe(version, 1, [("t", 0x30)]), Wrong, Ill);
        }
    }

    /// <summary>SUBSCRIBE and UNSUBSCRIBE without a filter.</summary>
    public static IEnumerable<Malformed> NoFilter(byte version)
    {
        yield return new Malformed("SUBSCRIBE", Octets.Subscribe(version, 1, []), Wrong);
        yield return new Malformed("UNSUBSCRIBE", Octets.Unsubscribe(version, 1), Wrong);
    }

    /// <summary>Octets behind the last field of a packet.</summary>
    public static IEnumerable<Malformed> TrailingOctets(byte version)
    {
        yield return new Malformed("PINGREQ", Octets.Frame(0xC0, [0]), Ill, Wrong);
        yield return new Malformed("SUBSCRIBE", Octets.Frame(0x82, Octets.Subscribe(version, 7, [("t", 0)])[2..], [0]), Ill, Wrong);
        yield return new Malformed("UNSUBSCRIBE", Octets.Frame(0xA2, Octets.Unsubscribe(version, 7, "t")[2..], [0]), Ill, Wrong);
        yield return new Malformed("DISCONNECT", Octets.Frame(0xE0, version < 5 ? [0] : [0, 0, 0]), Ill, Wrong);
        foreach (var type in (PacketType[])[PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp])
        {
            var first = Octets.Ack(version, type, 7)[0];
            yield return new Malformed($"{type}", Octets.Frame(first, [0, 7], version < 5 ? [0] : [0, 0, 0]), Ill, Wrong);
        }
    }

    /// <summary>Every packet with every shorter body that is not itself a valid packet.</summary>
    public static IEnumerable<Malformed> CutShort(byte version) =>
        from packet in Valid(version)
        let type = (PacketType)(packet[0] >> 4)
        from length in Enumerable.Range(0, packet.Length - 2)
        where type switch
        {
            PacketType.Publish => length < packet.Length - 3,
            PacketType.Disconnect => false,
            PacketType.Subscribe or PacketType.Unsubscribe => length != (version < 5 ? 2 : 3),
            _ => true,
        }
        select new Malformed($"{type} of {length} octets", Octets.Frame(packet[0], packet[2..(2 + length)]), Ill, Wrong);

    /// <summary>Strings that are not well-formed UTF-8, in every string of every packet.</summary>
    public static IEnumerable<Malformed> IllFormedStrings(byte version)
    {
        foreach (var (name, octets) in IllFormedText)
        {
            var text = Octets.Binary(octets);
            var none = Octets.PropertiesOf(version);
            yield return new Malformed($"{name} in a topic", Octets.Frame(0x30, text, none, [1]), Ill);
            yield return new Malformed($"{name} in a filter", Octets.Frame(0x82, [0, 1], none, text, [0]), Ill);
            yield return new Malformed($"{name} in the second filter",
                Octets.Frame(0x82, [0, 1], none, Octets.Text("t"), [0], text, [0]), Ill);
            yield return new Malformed($"{name} in a filter of UNSUBSCRIBE", Octets.Frame(0xA2, [0, 1], none, text), Ill);
            foreach (var malformed in version < 5 ? [] : IllFormedProperties(name, text))
            {
                yield return malformed;
            }
        }
    }

    /// <summary>Properties that belong to another packet, or that do not exist.</summary>
    public static IEnumerable<Malformed> ForeignProperties() =>
        (from packet in WithProperties
         from property in Enum.GetValues<Prop>()
         where !Properties.IsAllowed(property, packet.Type)
         select new Malformed($"{property} in {packet.Type}",
             packet.With(Properties.Encode((property, Properties.ValidValue(property)))), Ill, Wrong))
        .Concat(
            from packet in WithProperties
            from identifier in (byte[][])[[0x00, 0x00], [0x04, 0x00], [0x2B, 0x00], [0x7F, 0x00], [0x80, 0x01, 0x00], [0xFF, 0xFF, 0x7F]]
            select new Malformed($"the property {Convert.ToHexString(identifier)} in {packet.Type}",
                packet.With(Properties.WithLength(identifier)), Ill, Wrong))
        .Append(new Malformed("Subscription Identifier in PUBLISH of a client",
            Octets.Publish(5, "t", [1], 1, 7, false, false, (Prop.SubscriptionIdentifier, 1u)), Wrong, Ill));

    /// <summary>Properties that may be there once, twice.</summary>
    public static IEnumerable<Malformed> RepeatedProperties() =>
        from packet in WithProperties
        from property in Enum.GetValues<Prop>()
        where property is not Prop.UserProperty && Properties.IsAllowed(property, packet.Type)
        let value = Properties.ValidValue(property)
        // A client must not send these two at all.
        let isOfServer = property is Prop.SubscriptionIdentifier && packet.Type is PacketType.Publish || property is Prop.ServerReference
        select new Malformed($"{property} twice in {packet.Type}", packet.With(Properties.Encode((property, value), (property, value))),
            isOfServer ? [Wrong, Ill] : [Wrong]);

    /// <summary>Properties whose length does not fit, cut at every octet, or with values that are not allowed.</summary>
    public static IEnumerable<Malformed> BrokenProperties()
    {
        foreach (var (type, with) in WithProperties)
        {
            var values = Properties.EncodeValues((Prop.UserProperty, ("name", "value")));
            for (var length = 1; length < values.Length; length++)
            {
                yield return new Malformed($"{type}: user property cut to {length} octets", with(Properties.WithLength(values[..length])),
                    Ill);
            }
            yield return new Malformed($"{type}: property length too long", with([0x7F, .. values]), Ill);
            yield return new Malformed($"{type}: property length of five octets", with([0x80, 0x80, 0x80, 0x80, 0x01, .. values]), Ill);
            yield return new Malformed($"{type}: property length that is cut", type is PacketType.Publish or PacketType.Subscribe
                or PacketType.Unsubscribe ? with([0xFF, 0xFF, 0xFF, 0x7F]) : with([0x80]), Ill);
        }
        yield return new Malformed("Subscription Identifier 0",
            Octets.Subscribe(5, 1, [("t", 0)], (Prop.SubscriptionIdentifier, 0u)), Wrong, Ill);
        yield return new Malformed("Subscription Identifier of five octets", Octets.Frame(0x82, [0, 1],
            Properties.WithLength([0x0B, 0x80, 0x80, 0x80, 0x80, 0x01]), Octets.Text("t"), [0]), Ill);
    }

    /// <summary>Variable byte integers with more octets than they need, which MQTT 5.0 forbids.</summary>
    public static IEnumerable<Malformed> OverlongIntegers() =>
    [
        new("remaining length", [0xC0, 0x80, 0x00], Ill),
        new("remaining length of four octets", [0xC0, 0x80, 0x80, 0x80, 0x00], Ill),
        new("property length", Octets.Frame(0x30, Octets.Text("t"), [0x80, 0x00], [1]), Ill),
        new("subscription identifier", Octets.Frame(0x82, [0, 1], Properties.WithLength([0x0B, 0x81, 0x00]), Octets.Text("t"), [0]), Ill),
    ];

    /// <summary>Reason codes that the packet does not know.</summary>
    public static IEnumerable<Malformed> UnknownReasonCodes()
    {
        foreach (var type in (PacketType[])[PacketType.Puback, PacketType.Pubrec, PacketType.Pubrel, PacketType.Pubcomp])
        {
            yield return new Malformed($"{type}", Octets.Ack(5, type, 7, 0x7E), Ill, Wrong);
        }
        yield return new Malformed("DISCONNECT", Octets.Disconnect(5, 0x7E), Ill, Wrong);
    }

    /// <summary>Up to five valid packets in any order.</summary>
    public static byte[][] SomeValid(byte version, Random random) => random.GetItems(Valid(version), random.Next(1, 6));

    /// <summary>The packet with one to three octets changed, inserted or removed.</summary>
    public static byte[] WithFaults(byte[] packet, Random random)
    {
        var octets = packet.ToList();
        for (var fault = random.Next(1, 4); fault > 0 && octets.Count > 0; fault--)
        {
            var index = random.Next(octets.Count);
            switch (random.Next(3))
            {
                case 0:
                    octets[index] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    octets.Insert(index, (byte)random.Next(256));
                    break;
                default:
                    octets.RemoveAt(index);
                    break;
            }
        }
        return [.. octets];
    }

    private static IEnumerable<Malformed> IllFormedProperties(string name, byte[] text)
    {
        byte[] type = [(byte)Prop.ContentType, .. text];
        yield return new Malformed($"{name} in Content Type", Publish(type), Ill);
        byte[] topic = [(byte)Prop.ResponseTopic, .. text];
        yield return new Malformed($"{name} in Response Topic", Publish(topic), Ill);
        byte[] userName = [(byte)Prop.UserProperty, .. text, .. Octets.Text("value")];
        byte[] userValue = [(byte)Prop.UserProperty, .. Octets.Text("name"), .. text];
        byte[] reason = [(byte)Prop.ReasonString, .. text];
        foreach (var packet in WithProperties)
        {
            yield return new Malformed($"{name} in the name of a user property of {packet.Type}",
                packet.With(Properties.WithLength(userName)), Ill);
            yield return new Malformed($"{name} in the value of a user property of {packet.Type}",
                packet.With(Properties.WithLength(userValue)), Ill);
            if (Properties.IsAllowed(Prop.ReasonString, packet.Type))
            {
                yield return new Malformed($"{name} in the Reason String of {packet.Type}",
                    packet.With(Properties.WithLength(reason)), Ill);
            }
        }

        static byte[] Publish(byte[] property) => Octets.Frame(0x30, Octets.Text("t"), Properties.WithLength(property), [1]);
    }

    private static byte[][] Valid(byte version) =>
    [
        Octets.Publish(version, "t", Encoding.UTF8.GetBytes("x"), 1, 7), Octets.Ack(version, PacketType.Puback, 7),
        Octets.Ack(version, PacketType.Pubrec, 7), Octets.Ack(version, PacketType.Pubrel, 7), Octets.Ack(version, PacketType.Pubcomp, 7),
        Octets.Subscribe(version, 7, [("t", 0)]), Octets.Unsubscribe(version, 7, "t"), Octets.Pingreq, Octets.Disconnect(version),
    ];
}
