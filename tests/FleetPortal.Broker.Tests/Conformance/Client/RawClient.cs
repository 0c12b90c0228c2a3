using System.Collections.Concurrent;
using System.Text;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance.Client;

/// <summary>
/// A client that sends octets and reads packets. It does nothing by itself: no acknowledgement, no PINGREQ. Every wait ends after
/// <see cref="Patience"/> and fails with what was sent and read so far.
/// </summary>
internal sealed class RawClient(Stream stream, byte version) : IAsyncDisposable
{
    /// <summary>How long a test waits for a packet. A working server answers within milliseconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly Queue<RawPacket> _deferred = new();
    private int _id;

    /// <summary>The protocol level: 4 for MQTT 3.1.1, 5 for MQTT 5.0.</summary>
    public byte Version { get; } = version;

    /// <summary>The CONNACK of this connection.</summary>
    public RawPacket Connack { get; private set; } = null!;

    /// <summary>The Maximum Packet Size that the client announced. A larger packet fails the test.</summary>
    public uint MaximumPacketSize { get; set; } = uint.MaxValue;

    /// <summary>The Topic Alias Maximum that the client announced. A greater alias fails the test.</summary>
    public uint TopicAliasMaximum { get; set; }

    /// <summary>Whether a PUBLISH was read ahead and kept.</summary>
    public bool HasDeferred => _deferred.Count > 0;

    /// <summary>
    /// Whether the server may close without the DISCONNECT or CONNACK that says why. The standard allows it; our broker always says why.
    /// </summary>
    public bool MayCloseSilently { get; init; }

    /// <summary>The next packet identifier; 1 after 65,535.</summary>
    public int NextId() => _id = _id % ushort.MaxValue + 1;

    /// <summary>Sends octets. A connection that the server closed meanwhile is no error: the next read shows it.</summary>
    public async Task SendAsync(params byte[][] packets)
    {
        foreach (var octets in packets)
        {
            _log.Enqueue($"> {Convert.ToHexString(octets.AsSpan(0, Math.Min(octets.Length, 60)))}");
        }
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await stream.WriteAsync(Octets.Join(packets), patience.Token);
            await stream.FlushAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw Failure("the octets could not be written");
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or ObjectDisposedException)
        {
            _log.Enqueue("> (closed)");
        }
    }

    /// <summary>Sends CONNECT and waits for CONNACK with the code 0.</summary>
    public async Task<RawPacket> ConnectAsync(Connect connect)
    {
        await SendAsync(connect.ToOctets());
        Connack = await ExpectAsync(PacketType.Connack);
        Assert.Equal(Reason.Success, Connack.Code);
        return Connack;
    }

    /// <summary>Sends SUBSCRIBE with one filter and waits for a SUBACK that grants it. PUBLISH packets before it are kept.</summary>
    public async Task<RawPacket> SubscribeAsync(string filter, int options = 0, params Property[] properties)
    {
        var id = NextId();
        await SendAsync(Octets.Subscribe(Version, id, [(filter, options)], properties));
        var suback = await TakeAsync(PacketType.Suback);
        Assert.Equal((id, options & 3), (suback.Id, suback.Code));
        return suback;
    }

    /// <summary>Publishes and takes part in the exchange of the QoS to its end. PUBLISH packets of others are kept.</summary>
    public async Task<RawPacket?> PublishAsync(string topic, string payload, int qos = 0, bool retain = false,
        params Property[] properties)
    {
        var id = qos == 0 ? 0 : NextId();
        await SendAsync(Octets.Publish(Version, topic, Encoding.UTF8.GetBytes(payload), qos, id, retain, false, properties));
        var answer = qos switch
        {
            0 => null,
            1 => await TakeAsync(PacketType.Puback),
            _ => await TakeAsync(PacketType.Pubrec),
        };
        Assert.Equal(id, answer?.Id ?? 0);
        Assert.True((answer?.Code ?? 0) < 0x80, $"The message was refused: {answer}");
        if (qos == 2)
        {
            await SendAsync(Octets.Ack(Version, PacketType.Pubrel, id));
            Assert.Equal((id, Reason.Success), await IdAndCodeAsync(PacketType.Pubcomp));
        }
        return answer;
    }

    /// <summary>Waits for PUBLISH, checks topic and payload, and takes part in the exchange of its QoS to the end.</summary>
    public async Task<RawPacket> ReceiveAsync(string topic, string payload)
    {
        var publish = await ExpectAsync(PacketType.Publish);
        Assert.Equal((topic, payload), (publish.Topic, publish.Text));
        await AcknowledgeAsync(publish);
        return publish;
    }

    /// <summary>Takes part in the exchange of the QoS of a PUBLISH to the end.</summary>
    public async Task AcknowledgeAsync(RawPacket publish)
    {
        if (publish.QoS == 1)
        {
            await SendAsync(Octets.Ack(Version, PacketType.Puback, publish.Id));
        }
        else if (publish.QoS == 2)
        {
            await SendAsync(Octets.Ack(Version, PacketType.Pubrec, publish.Id));
            Assert.Equal(publish.Id, (await TakeAsync(PacketType.Pubrel)).Id);
            await SendAsync(Octets.Ack(Version, PacketType.Pubcomp, publish.Id));
        }
    }

    /// <summary>Waits for the next packet, which must be of this type.</summary>
    public async Task<RawPacket> ExpectAsync(PacketType type)
    {
        var packet = _deferred.Count > 0 ? _deferred.Dequeue() : await ReadAsync() ?? throw Failure($"closed instead of {type}");
        return packet.Type == type ? packet : throw Failure($"{packet} instead of {type}");
    }

    /// <summary>Waits for a packet of this type and keeps the PUBLISH packets before it.</summary>
    public async Task<RawPacket> TakeAsync(PacketType type)
    {
        while (true)
        {
            var packet = await ReadAsync() ?? throw Failure($"closed instead of {type}");
            if (packet.Type == type)
            {
                return packet;
            }
            _deferred.Enqueue(packet.Type is PacketType.Publish ? packet : throw Failure($"{packet} instead of {type}"));
        }
    }

    /// <summary>Waits for the next packet of this type; its identifier and its reason code.</summary>
    public async Task<(int Id, byte Code)> IdAndCodeAsync(PacketType type)
    {
        var packet = await TakeAsync(type);
        return (packet.Id, packet.Code);
    }

    /// <summary>Shows that nothing was sent up to now: PINGREQ is answered, and PINGRESP is the next packet.</summary>
    public async Task ExpectSilenceAsync()
    {
        await SendAsync(Octets.Pingreq);
        await ExpectAsync(PacketType.Pingresp);
    }

    /// <summary>Waits until the server closes the connection. A packet before that fails.</summary>
    public async Task ExpectClosedAsync()
    {
        var packet = _deferred.Count > 0 ? _deferred.Dequeue() : await ReadAsync();
        if (packet is not null)
        {
            throw Failure($"{packet} instead of a closed connection");
        }
    }

    /// <summary>Waits until the server closes the connection, with or without a CONNACK that has one of the codes.</summary>
    public async Task ExpectRefusedOrClosedAsync(params byte[] codes)
    {
        var packet = await ReadAsync();
        if (packet is { Type: PacketType.Connack, SessionPresent: false } && codes.Contains(packet.Code))
        {
            packet = await ReadAsync();
        }
        if (packet is not null)
        {
            throw Failure($"{packet} instead of a closed connection");
        }
    }

    /// <summary>Waits until the server refuses CONNECT with one of the codes and closes; in MQTT 3.1.1 it closes without CONNACK.</summary>
    public async Task ExpectMalformedConnectAsync(params byte[] reasons)
    {
        await (Version >= 5 ? ExpectReasonAsync(PacketType.Connack, reasons) : Task.CompletedTask);
        await ExpectClosedAsync();
    }

    /// <summary>Waits until the server closes the connection, in MQTT 5.0 after a DISCONNECT with one of the codes.</summary>
    public async Task ExpectDisconnectedAsync(params byte[] reasons)
    {
        await (Version >= 5 ? ExpectReasonAsync(PacketType.Disconnect, reasons) : Task.CompletedTask);
        await ExpectClosedAsync();
    }

    /// <summary>
    /// Waits until a filter is refused: with 0x80, in MQTT 5.0 0x8F, in the acknowledgement, or with the end of the connection.
    /// </summary>
    public async Task ExpectRefusedFilterAsync(PacketType acknowledgement)
    {
        var packet = await ReadAsync();
        if (packet?.Type == acknowledgement && packet.Codes.Length > 0)
        {
            Assert.Equal(Version < 5 ? (byte)0x80 : Reason.TopicFilterInvalid, packet.Code);
            return;
        }
        if (packet is not null)
        {
            Assert.Equal(PacketType.Disconnect, packet.Type);
            Assert.Contains(packet.Code, (byte[])[Reason.TopicFilterInvalid, Reason.MalformedPacket, Reason.ProtocolError]);
            await ExpectClosedAsync();
        }
    }

    /// <summary>Waits for the next packet of any type.</summary>
    public async Task<RawPacket> NextAsync() =>
        _deferred.Count > 0 ? _deferred.Dequeue() : await ReadAsync() ?? throw Failure("closed instead of a packet");

    /// <summary>Sends DISCONNECT and waits until the server has closed the connection.</summary>
    public async Task DisconnectAsync(byte reason = 0, params Property[] properties)
    {
        await SendAsync(Octets.Disconnect(Version, reason, properties));
        while (await ReadAsync() is { } packet)
        {
            Assert.Equal(PacketType.Publish, packet.Type);
        }
    }

    /// <summary>Closes the connection without DISCONNECT.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task ExpectReasonAsync(PacketType type, byte[] reasons)
    {
        var packet = _deferred.Count > 0 ? _deferred.Dequeue() : await ReadAsync();
        if (packet is null && MayCloseSilently)
        {
            return;
        }
        if (packet?.Type != type || !reasons.Contains(packet.Code) || packet.SessionPresent)
        {
            var wanted = string.Join(" or ", reasons.Select(code => $"{code:X2}"));
            throw Failure($"{packet?.ToString() ?? "closed"} instead of {type} [{wanted}]");
        }
    }

    private async Task<RawPacket?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var packet = await RawPacket.ReadAsync(stream, Version, patience.Token);
            _log.Enqueue($"< {packet?.ToString() ?? "(closed)"}");
            return packet is null ? null : Checked(packet);
        }
        catch (OperationCanceledException)
        {
            throw Failure("nothing");
        }
        catch (Exception error) when (error is InvalidDataException or DecoderFallbackException)
        {
            throw Failure(error.Message);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            _log.Enqueue("< (reset)");
            return null;
        }
    }

    private RawPacket Checked(RawPacket packet)
    {
        if (packet.Size > MaximumPacketSize)
        {
            throw Failure($"a packet of {packet.Size} octets; the maximum is {MaximumPacketSize}");
        }
        return packet[Prop.TopicAlias] is uint alias && (alias == 0 || alias > TopicAliasMaximum)
            ? throw Failure($"the topic alias {alias}; the maximum is {TopicAliasMaximum}")
            : packet;
    }

    private Xunit.Sdk.XunitException Failure(string what) =>
        new($"MQTT {(Version < 5 ? "3.1.1" : "5.0")}: {what}. The connection so far:\n{string.Join('\n', _log)}");
}
