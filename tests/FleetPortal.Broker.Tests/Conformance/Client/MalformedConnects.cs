namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>Generates CONNECT packets that a server must refuse.</summary>
internal static class MalformedConnects
{
    private const byte Ill = Reason.MalformedPacket;
    private const byte Wrong = Reason.ProtocolError;

    /// <summary>Connect flags that contradict each other or the payload.</summary>
    public static IEnumerable<Malformed> WrongFlags(byte version)
    {
        var simple = new Connect(version, "bad");
        var will = simple with { Will = new Will("will", [1]) };
        yield return new Malformed("the reserved flag", (simple with { Flags = 0x03 }).ToOctets(), Ill);
        yield return new Malformed("Will QoS 1 without a will", (simple with { Flags = 0x0A }).ToOctets(), Ill);
        yield return new Malformed("Will QoS 2 without a will", (simple with { Flags = 0x12 }).ToOctets(), Ill);
        yield return new Malformed("Will Retain without a will", (simple with { Flags = 0x22 }).ToOctets(), Ill);
        yield return new Malformed("Will QoS 3", (will with { Flags = 0x1E }).ToOctets(), Ill);
        yield return new Malformed("a will flag without a will", (simple with { Flags = 0x06 }).ToOctets(), Ill);
        yield return new Malformed("a will without its flag", (will with { Flags = 0x02 }).ToOctets(), Ill, Wrong);
        yield return new Malformed("a user name flag without a user name", (simple with { Flags = 0x82 }).ToOctets(), Ill);
        yield return new Malformed("a user name without its flag", (simple with { UserName = "u", Flags = 0x02 }).ToOctets(), Ill, Wrong);
        yield return new Malformed("a password flag without a password", (simple with { UserName = "u", Flags = 0xC2 }).ToOctets(), Ill);
        yield return new Malformed("a password without its flag",
            (simple with { UserName = "u", Password = [1], Flags = 0x82 }).ToOctets(), Ill, Wrong);
        if (version < 5)
        {
            yield return new Malformed("a password flag without a user name flag", (simple with { Password = [1] }).ToOctets());
        }
    }

    /// <summary>CONNECT with every shorter body, and with an octet behind its end.</summary>
    public static IEnumerable<Malformed> WrongLengths(byte version)
    {
        var full = new Connect(version, "bad") { Will = new Will("will", [1]), UserName = "u", Password = [1, 2] }.ToOctets()[2..];
        // With fewer than 7 octets the version is not known.
        for (var length = 7; length < full.Length; length++)
        {
            yield return new Malformed($"{length} of {full.Length} octets", Octets.Frame(0x10, full[..length]), Ill, Wrong);
        }
        yield return new Malformed("an octet behind the end", Octets.Frame(0x10, full, [0]), Ill, Wrong);
        yield return new Malformed("a client identifier longer than the packet", Octets.Frame(0x10, Octets.Text("MQTT"),
            [version, 2, 0, 0], Octets.PropertiesOf(version), [0xFF, 0xFF], "bad"u8.ToArray()), Ill);
    }

    /// <summary>Strings that are not well-formed UTF-8, and wills without a topic that can be published to.</summary>
    public static IEnumerable<Malformed> IllFormedStrings(byte version)
    {
        byte[] head = [.. Octets.Text("MQTT"), version];
        foreach (var (name, octets) in MalformedPackets.IllFormedText)
        {
            var (text, none) = (Octets.Binary(octets), Octets.PropertiesOf(version));
            yield return new Malformed($"{name} in the client identifier", Octets.Frame(0x10, head, [2, 0, 0], none, text), Ill,
                Reason.ClientIdentifierNotValid);
            yield return new Malformed($"{name} in the will topic",
                Octets.Frame(0x10, head, [6, 0, 0], none, Octets.Text("bad"), none, text, [0, 0]), Ill, Reason.TopicNameInvalid);
            yield return new Malformed($"{name} in the user name",
                Octets.Frame(0x10, head, [0x82, 0, 0], none, Octets.Text("bad"), text), Ill);
            if (version >= 5)
            {
                yield return new Malformed($"{name} in a user property", Octets.Frame(0x10, head, [2, 0, 0],
                    Properties.WithLength([(byte)Prop.UserProperty, .. text, .. Octets.Text("value")]), Octets.Text("bad")), Ill);
                yield return new Malformed($"{name} in the Content Type of the will", Octets.Frame(0x10, head, [6, 0, 0], none,
                    Octets.Text("bad"), Properties.WithLength([(byte)Prop.ContentType, .. text]), Octets.Text("will"), [0, 0]), Ill);
            }
        }
        foreach (var topic in (string[])["a/#", "+", ""])
        {
            yield return new Malformed($"the will topic \"{topic}\"",
                (new Connect(version, "bad") { Will = new Will(topic, [1]) }).ToOctets(), Ill, Wrong, Reason.TopicNameInvalid);
        }
    }

    /// <summary>Properties of CONNECT and of its will that are foreign, twice there, broken, or of a value that is not allowed.</summary>
    public static IEnumerable<Malformed> WrongProperties()
    {
        foreach (var property in Enum.GetValues<Prop>())
        {
            Property one = (property, Properties.ValidValue(property));
            if (!Properties.IsAllowed(property, PacketType.Connect))
            {
                yield return new Malformed($"{property}", WithProperties(Properties.Encode(one)), Ill, Wrong);
            }
            else if (property is not Prop.UserProperty)
            {
                yield return new Malformed($"{property} twice", WithProperties(Properties.Encode(one, one)), Wrong);
            }
            if (!Properties.IsAllowed(property, null))
            {
                yield return new Malformed($"{property} in the will", WithWillProperties(one), Ill, Wrong);
            }
            else if (property is not Prop.UserProperty)
            {
                yield return new Malformed($"{property} twice in the will", WithWillProperties(one, one), Wrong);
            }
        }
        foreach (var (property, value) in (Property[])[(Prop.ReceiveMaximum, 0u), (Prop.MaximumPacketSize, 0u),
            (Prop.RequestProblemInformation, 2u), (Prop.RequestResponseInformation, 2u), (Prop.AuthenticationData, new byte[] { 1 })])
        {
            yield return new Malformed($"{property} of a forbidden value", WithProperties(Properties.Encode((property, value))), Wrong);
        }
        yield return new Malformed("property length too long", WithProperties([0x7F]), Ill);
        yield return new Malformed("an unknown property", WithProperties([0x02, 0x7F, 0x00]), Ill);
        yield return new Malformed("a property that is cut", WithProperties([0x03, (byte)Prop.SessionExpiryInterval, 0, 0]), Ill);
    }

    private static byte[] WithProperties(byte[] properties) =>
        Octets.Frame(0x10, Octets.Text("MQTT"), [5, 2, 0, 0], properties, Octets.Text("bad"));

    private static byte[] WithWillProperties(params Property[] properties) =>
        (new Connect(5, "bad") { Will = new Will("will", [1], 0, false, properties) }).ToOctets();
}
