using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FleetPortal.Benchmarks;

/// <summary>The least that speaks MQTT 5 over mutual TLS: the load must cost little beside the server.</summary>
internal sealed class MqttSocket : IAsyncDisposable
{
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
            ClientCertificates = new X509CertificateCollection { identity.Certificate },
            LocalCertificateSelectionCallback = (_, _, _, _, _) => identity.Certificate,
        });
        var name = Encoding.UTF8.GetBytes(identity.Name);
        byte[] body = [0, 4, .. "MQTT"u8, 5, 2, 0, 60, 0, 0, (byte)name.Length, .. name];
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body]);
        var socket = new MqttSocket(client, stream);
        var connack = await socket.ReadPacketAsync();
        return connack.Length >= 4 && connack[0] == 0x20 && connack[3] == 0 ? socket : throw new InvalidOperationException($"{identity.Name} was refused: {Convert.ToHexString(connack)}");
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
