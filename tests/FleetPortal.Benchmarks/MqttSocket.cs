using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FleetPortal.Benchmarks;

/// <summary>The least that speaks MQTT 5 over mutual TLS: the load must cost little beside the server.</summary>
internal sealed class MqttSocket : IAsyncDisposable
{
    // Mosquitto takes 20 messages that are not acknowledged yet (MQTT 5 §3.2.2.3.3).
    private const int MessagesInFlight = 20;
    private const byte PublishQoS1 = 0x32;
    private const byte PubAck = 0x40;

    private readonly TcpClient _client;
    private readonly SslStream _stream;

    private MqttSocket(TcpClient client, SslStream stream) => (_client, _stream) = (client, stream);

    /// <summary>A full handshake, CONNECT, and CONNACK.</summary>
    public static async Task<MqttSocket> ConnectAsync(int port, Identity identity)
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
        var name = Encoding.UTF8.GetBytes(identity.Name);
        byte[] body = [0, 4, .. "MQTT"u8, 5, 2, 0, 60, 0, 0, (byte)name.Length, .. name];
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body]);
        var socket = new MqttSocket(client, stream);
        var connack = await socket.ReadPacketAsync();
        return connack.Length >= 4 && connack[0] == 0x20 && connack[3] == 0
            ? socket : throw new InvalidOperationException($"{identity.Name} was refused: {Convert.ToHexString(connack)}");
    }

    /// <summary>Publishes telemetry at QoS 1 and waits for every PUBACK.</summary>
    /// <param name="topic">The topic; with the payload at most 127 octets.</param>
    /// <param name="count">How many messages; a multiple of 20.</param>
    public async Task PublishAsync(string topic, int count)
    {
        var batch = new List<byte>();
        for (var packet = 1; packet <= MessagesInFlight; packet++)
        {
            byte[] body = [0, (byte)topic.Length,
                .. Encoding.UTF8.GetBytes(topic), 0, (byte)packet, 0, .. "{\"value\":21.5,\"unit\":\"C\",\"seq\":1}"u8];
            batch.AddRange([PublishQoS1, (byte)body.Length, .. body]);
        }

        var octets = batch.ToArray();
        for (var sent = 0; sent < count; sent += MessagesInFlight)
        {
            await _stream.WriteAsync(octets);
            await ReadAcknowledgementsAsync();
        }
    }

    /// <summary>Waits for DISCONNECT or the end.</summary>
    public async Task EndedAsync()
    {
        var packet = await ReadPacketAsync();
        if (packet.Length > 0 && packet[0] != 0xE0)
        {
            throw new InvalidOperationException($"Not a DISCONNECT: {Convert.ToHexString(packet)}");
        }
    }

    /// <summary>DISCONNECT, then the end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.WriteAsync((byte[])[0xE0, 0]);
        }
        catch (IOException)
        {
            // The server was first.
        }

        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task ReadAcknowledgementsAsync()
    {
        var buffer = new byte[1024];
        var (length, start, packets) = (0, 0, 0);
        while (packets < MessagesInFlight)
        {
            var read = await _stream.ReadAsync(buffer.AsMemory(length));
            length += read;
            for (; length - start >= 2 && length - start >= 2 + buffer[start + 1]; start += 2 + buffer[start + 1], packets++)
            {
                // A PUBACK of two octets, or one whose reason code is below 0x80, accepts the message.
                if (buffer[start] != PubAck || (buffer[start + 1] > 2 && buffer[start + 4] >= 0x80))
                {
                    throw new InvalidOperationException(
                        $"Not an accepting PUBACK: {Convert.ToHexString(buffer.AsSpan(start, length - start))}");
                }
            }

            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }
        }
    }

    private async Task<byte[]> ReadPacketAsync()
    {
        var buffer = new byte[256];
        var length = 0;
        while (length < 2 || length < 2 + buffer[1])
        {
            int read;
            try
            {
                read = await _stream.ReadAsync(buffer.AsMemory(length));
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0)
            {
                return [];
            }

            length += read;
        }

        return buffer[..length];
    }
}
