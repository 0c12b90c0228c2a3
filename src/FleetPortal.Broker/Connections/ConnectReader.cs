using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// Reads the CONNECT of a client that nobody knows yet: it arrives in time, is not too large, and is the first packet (MQTT-3.1.0-1).
/// </summary>
internal sealed class ConnectReader(BrokerLimits limits, TimeProvider time)
{
    // The length and the four octets of the name MQTT, and the level.
    private const int LevelEnd = 7;

    /// <summary>Reads the CONNECT of a connection.</summary>
    /// <exception cref="ProtocolViolation">The first packet is no valid CONNECT, or none came in time.</exception>
    public async Task<ConnectPacket> ReadAsync(MqttConnection connection)
    {
        using var timeout = new CancellationTokenSource(limits.ConnectTimeout, time);
        try
        {
            while (await connection.Frames.FillAsync(timeout.Token))
            {
                if (Read(connection) is { } packet)
                {
                    return packet;
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new ProtocolViolation(ReasonCode.UnspecifiedError, BrokerRefusals.ConnectTimeout,
                $"no CONNECT within {limits.ConnectTimeout.TotalSeconds:0} s", "Send CONNECT at once after the TLS handshake.");
        }

        throw new ProtocolViolation(ReasonCode.MalformedPacket, BrokerRefusals.ConnectIncomplete,
            "closed before CONNECT was complete", "Send a whole CONNECT.");
    }

    /// <summary>
    /// Answers a CONNECT that breaks the standard. MQTT 3.1.1 has an answer for an unknown level and for an empty identifier only
    /// (§3.2.2.3);
    /// a first packet that is no CONNECT gets none.
    /// </summary>
    public Task RefuseAsync(MqttConnection connection, ProtocolViolation violation)
    {
        var answers = connection.Writer.Level == ProtocolLevel.Mqtt5
            || violation.Reason is ReasonCode.UnsupportedProtocolVersion or ReasonCode.ClientIdentifierNotValid;
        if (answers && violation.Code is not (BrokerRefusals.FirstPacketNotConnect or BrokerRefusals.ConnectTimeout
            or BrokerRefusals.ConnectIncomplete))
        {
            connection.Answer(new ConnAckPacket(violation.Reason, false, violation.Code));
        }

        return FarewellAsync(connection);
    }

    /// <summary>Waits until the last answer is sent, but not for long.</summary>
    public async Task FarewellAsync(MqttConnection connection)
    {
        try
        {
            await connection.Output.CloseAsync().WaitAsync(limits.CloseGrace, time);
        }
        catch (TimeoutException)
        {
            connection.Abort("The client does not read.");
        }
    }

    private ConnectPacket? Read(MqttConnection connection)
    {
        if (connection.Frames.Peek() is not { } first)
        {
            return null;
        }

        if (first.PacketType != FixedHeader.Connect)
        {
            throw new ProtocolViolation(ReasonCode.ProtocolError, BrokerRefusals.FirstPacketNotConnect,
                $"packet type {first.PacketType}", "The first packet must be CONNECT (MQTT 5 §3.1.0-1).");
        }

        if (first.PacketLength > limits.MaxConnectPacket)
        {
            return RefuseLarge(connection, first);
        }

        if (!connection.Frames.TryRead(out _, out var body))
        {
            return null;
        }

        var reader = new PacketReader(body);
        var level = ConnectPacket.ReadLevel(ref reader);
        connection.Writer = new PacketWriter(level, uint.MaxValue, true);
        var packet = ConnectPacket.Read(ref reader, level);
        connection.Writer = new PacketWriter(
            level, packet.Properties.MaximumPacketSize ?? uint.MaxValue, packet.Properties.RequestProblemInformation);
        return packet.Properties.AuthenticationMethod is { } method
            ? throw new ProtocolViolation(ReasonCode.BadAuthenticationMethod, BrokerRefusals.AuthenticationMethod,
                $"the authentication method {method}", "Leave out the authentication method: the certificate authenticates the device.")
            : packet is { ClientId: "", CleanStart: false, Level: not ProtocolLevel.Mqtt5 }
            ? throw new ProtocolViolation(ReasonCode.ClientIdentifierNotValid, BrokerRefusals.ClientIdentifierEmpty,
                "an empty client identifier without Clean Session (MQTT-3.1.3-8)", "Set the client identifier to the ThingName.")
            : packet;
    }

    /// <summary>
    /// Refuses a CONNECT by its header. Waits for its protocol level, because MQTT 5 hears the reason and MQTT 3.1.1 has none.
    /// </summary>
    private ConnectPacket? RefuseLarge(MqttConnection connection, FixedHeader header)
    {
        Span<byte> start = stackalloc byte[header.HeaderLength + LevelEnd];
        if (!connection.Frames.TryPeek(start))
        {
            return null;
        }

        var level = start[^1] == (byte)ProtocolLevel.Mqtt5 ? ProtocolLevel.Mqtt5 : ProtocolLevel.Mqtt311;
        connection.Writer = new PacketWriter(level, uint.MaxValue, true);
        throw new ProtocolViolation(ReasonCode.PacketTooLarge, BrokerRefusals.PacketTooLarge,
            $"a CONNECT of {header.PacketLength} octets", $"Send at most {limits.MaxConnectPacket} octets.");
    }
}
