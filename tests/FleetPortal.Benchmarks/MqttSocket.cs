using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FleetPortal.Benchmarks;

/// <summary>The least that speaks MQTT 5 over mutual TLS: the load must cost little beside the server.</summary>
internal sealed class MqttSocket : IAsyncDisposable
{
    private const byte ConnAck = 0x20;
    private const byte PublishQoS1 = 0x32;
    private const byte PubAck = 0x40;
    private const byte Subscribe = 0x82;
    private const byte SubAck = 0x90;
    private const byte Disconnect = 0xE0;

    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private byte[] _buffer = new byte[256];
    private int _start;
    private int _end;

    private MqttSocket(TcpClient client, SslStream stream) => (_client, _stream) = (client, stream);

    /// <summary>A full handshake, CONNECT, and CONNACK.</summary>
    /// <param name="port">The port of the server on this machine.</param>
    /// <param name="identity">The certificate; its name is the client identifier.</param>
    /// <param name="instance">What follows the name in the client identifier.</param>
    /// <param name="session">For how many seconds the session outlives the connection; null for a clean start without one.</param>
    /// <param name="keepAlive">The keep alive in seconds.</param>
    public static async Task<MqttSocket> ConnectAsync(
        int port, Identity identity, string instance = "", int? session = null, ushort keepAlive = 3_600)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
#pragma warning disable CA5359 // What is measured is the server; whom it proves to be is tested elsewhere.
        var stream = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            AllowTlsResume = false,
            ClientCertificateContext = identity.Context,
        });
        var name = Encoding.UTF8.GetBytes(identity.Name + instance);
        byte[] expiry = session is { } seconds ? [5, 0x11, .. BigEndian(seconds)] : [0];
        byte[] body = [0, 4, .. "MQTT"u8, 5, (byte)(session is null ? 2 : 0), (byte)(keepAlive >> 8), (byte)keepAlive, .. expiry,
            0, (byte)name.Length, .. name];
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body]);
        var socket = new MqttSocket(client, stream);
        var connack = (await socket.ReadAsync()).ToArray();
        return connack.Length >= 4 && connack[0] == ConnAck && connack[3] == 0
            ? socket : throw new InvalidOperationException($"{identity.Name} was refused: {Convert.ToHexString(connack)}");
    }

    /// <summary>The octets of a PUBLISH of telemetry at QoS 1; with the topic at most 127.</summary>
    public static byte[] MessageFor(string topic, int packetId)
    {
        byte[] body = [0, (byte)topic.Length, .. Encoding.UTF8.GetBytes(topic), (byte)(packetId >> 8), (byte)packetId, 0,
            .. "{\"value\":21.5,\"unit\":\"C\",\"seq\":1}"u8];
        return [PublishQoS1, (byte)body.Length, .. body];
    }

    /// <summary>Subscribes at QoS 1 and waits for SUBACK.</summary>
    public async Task SubscribeAsync(string filter)
    {
        byte[] body = [0, 1, 0, 0, (byte)filter.Length, .. Encoding.UTF8.GetBytes(filter), 1];
        await _stream.WriteAsync((byte[])[Subscribe, (byte)body.Length, .. body]);
        var suback = (await ReadAsync()).ToArray();
        if (suback.Length == 0 || suback[0] != SubAck || suback[^1] > 2)
        {
            throw new InvalidOperationException($"{filter} was refused: {Convert.ToHexString(suback)}");
        }
    }

    /// <summary>Sends messages that are made beforehand, and waits for the PUBACK of each.</summary>
    /// <param name="messages">The octets of one or more PUBLISH packets.</param>
    /// <param name="count">How many they are; at most what the server takes without an acknowledgement.</param>
    public async ValueTask PublishAsync(ReadOnlyMemory<byte> messages, int count = 1)
    {
        await _stream.WriteAsync(messages);
        for (var i = 0; i < count; i++)
        {
            // A PUBACK of two octets, or one whose reason code is below 0x80, accepts the message.
            var packet = await ReadAsync();
            if (packet.Length == 0 || packet.Span[0] != PubAck || (packet.Length > 4 && packet.Span[4] >= 0x80))
            {
                throw new InvalidOperationException($"Not an accepting PUBACK: {Convert.ToHexString(packet.Span)}");
            }
        }
    }

    /// <summary>Receives messages, and acknowledges those with QoS 1.</summary>
    /// <param name="count">How many messages to wait for.</param>
    /// <param name="heard">Called with the number of messages that came together.</param>
    public async Task HearAsync(int count, Action<int>? heard = null)
    {
        var acknowledgements = new List<byte>();
        for (var received = 0; received < count;)
        {
            var together = 0;
            do
            {
                var packet = await ReadAsync();
                if (packet.Length == 0 || packet.Span[0] >> 4 != 3)
                {
                    throw new InvalidOperationException($"Not a PUBLISH: {Convert.ToHexString(packet.Span)}");
                }

                together++;
                if ((packet.Span[0] & 0x06) != 0)
                {
                    acknowledgements.AddRange([PubAck, 2, .. IdentifierOf(packet.Span)]);
                }
            }
            while (received + together < count && HasPacket(out _));
            if (acknowledgements.Count > 0)
            {
                await _stream.WriteAsync(acknowledgements.ToArray());
                acknowledgements.Clear();
            }

            received += together;
            heard?.Invoke(together);
        }
    }

    /// <summary>Sends PINGREQ and waits for PINGRESP.</summary>
    public async Task PingAsync()
    {
        await _stream.WriteAsync((byte[])[0xC0, 0]);
        await ReadAsync();
    }

    /// <summary>Waits for DISCONNECT or the end.</summary>
    public async Task EndedAsync()
    {
        var packet = await ReadAsync();
        if (packet.Length > 0 && packet.Span[0] != Disconnect)
        {
            throw new InvalidOperationException($"Not a DISCONNECT: {Convert.ToHexString(packet.Span)}");
        }
    }

    /// <summary>DISCONNECT, then the end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.WriteAsync((byte[])[Disconnect, 0]);
        }
        catch (IOException)
        {
            // The server was first.
        }

        await _stream.DisposeAsync();
        _client.Dispose();
    }

    /// <summary>The next packet with its header, until the next call; empty at the end of the connection.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync()
    {
        int length;
        while (!HasPacket(out length))
        {
            MakeRoom(length);
            int read;
            try
            {
                read = await _stream.ReadAsync(_buffer.AsMemory(_end));
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0)
            {
                return default;
            }

            _end += read;
        }

        var packet = _buffer.AsMemory(_start, length);
        _start += length;
        return packet;
    }

    /// <summary>Whether a packet is in the buffer, and how long it is if its header is there.</summary>
    private bool HasPacket(out int length)
    {
        length = 0;
        for (var (i, shift) = (_start + 1, 0); i < _end; i++, shift += 7)
        {
            length |= (_buffer[i] & 0x7F) << shift;
            if (_buffer[i] < 0x80)
            {
                length += i + 1 - _start;
                return _end - _start >= length;
            }
        }

        return false;
    }

    private void MakeRoom(int length)
    {
        var buffer = _buffer;
        if (length > _buffer.Length || _end - _start > _buffer.Length / 2)
        {
            buffer = new byte[Math.Max(length, _buffer.Length * 2)];
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, _end - _start);
        if (_end > 0 && _buffer.Length < 64 * 1024)
        {
            // Packets come together: the next read may take more of them.
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private static byte[] IdentifierOf(ReadOnlySpan<byte> publish)
    {
        var topic = 1;
        while (publish[topic++] >= 0x80)
        {
            // The length of the packet.
        }

        return publish.Slice(topic + 2 + BinaryPrimitives.ReadUInt16BigEndian(publish[topic..]), 2).ToArray();
    }

    private static byte[] BigEndian(int value)
    {
        var octets = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(octets, value);
        return octets;
    }
}
