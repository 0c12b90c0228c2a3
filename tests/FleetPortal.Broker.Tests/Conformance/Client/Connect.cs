namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>A CONNECT packet. What is not set has the value of a simple client.</summary>
internal sealed record Connect(byte Version, string ClientId)
{
    /// <summary>The name of the protocol.</summary>
    public string ProtocolName { get; init; } = "MQTT";

    /// <summary>Clean Session of 3.1.1, Clean Start of 5.0.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds; 0 switches the keep alive off.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>The will, or null.</summary>
    public Will? Will { get; init; }

    /// <summary>The user name, or null.</summary>
    public string? UserName { get; init; }

    /// <summary>The password, or null.</summary>
    public byte[]? Password { get; init; }

    /// <summary>The properties of MQTT 5.0.</summary>
    public Property[] Properties { get; init; } = [];

    /// <summary>The connect flags, when they should not follow from the rest.</summary>
    public byte? Flags { get; init; }

    /// <summary>The packet as octets.</summary>
    public byte[] ToOctets() => Octets.Frame(0x10, Octets.Text(ProtocolName), [Version, Flags ?? FlagsOfFields],
        Octets.UInt16(KeepAlive), Octets.PropertiesOf(Version, Properties), Octets.Text(ClientId), Will?.ToOctets(Version) ?? [],
        UserName is null ? [] : Octets.Text(UserName), Password is null ? [] : Octets.Binary(Password));

    private byte FlagsOfFields => (byte)((CleanStart ? 0x02 : 0) | (Will is null ? 0 : 0x04 | Will.QoS << 3 | (Will.Retain ? 0x20 : 0))
        | (Password is null ? 0 : 0x40) | (UserName is null ? 0 : 0x80));
}

/// <summary>The will of a CONNECT packet.</summary>
internal sealed record Will(string Topic, byte[] Payload, int QoS = 0, bool Retain = false, params Property[] Properties)
{
    /// <summary>The fields of the will in the payload of CONNECT.</summary>
    public byte[] ToOctets(byte version) =>
        [.. Octets.PropertiesOf(version, Properties), .. Octets.Text(Topic), .. Octets.Binary(Payload)];
}
