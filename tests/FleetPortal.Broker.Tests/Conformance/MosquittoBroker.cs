using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>
/// Eclipse Mosquitto as the broker under test. It shows that the tests ask for what the standard says and not for what our broker does:
/// run them with <c>CONFORMANCE_BROKER=mosquitto</c>. Tests that move the clock are skipped, and so are those where Mosquitto 2.0.11
/// differs from the standard.
/// </summary>
internal sealed class MosquittoBroker : IBrokerUnderTest
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mosquitto-");
    private readonly Process _process;
    private readonly string _socket;

    private MosquittoBroker()
    {
        _socket = Path.Combine(_directory.FullName, "socket");
        var configuration = Path.Combine(_directory.FullName, "mosquitto.conf");
        File.WriteAllText(configuration, $"""
            listener 0 {_socket}
            max_topic_alias 16
            user {Environment.UserName}
            allow_anonymous true
            persistence false
            log_dest stderr
            max_packet_size 262144
            max_inflight_messages 100
            """);
        _process = Process.Start(new ProcessStartInfo("mosquitto", ["-c", configuration]) { RedirectStandardError = true })!;
    }

    /// <inheritdoc/>
    public FakeTimeProvider? Time => null;

    /// <summary>Starts a broker of its own on a socket in a directory of its own.</summary>
    public static async Task<MosquittoBroker> StartAsync()
    {
        var broker = new MosquittoBroker();
        while (await broker._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("running", StringComparison.Ordinal))
            {
                _ = broker._process.StandardError.ReadToEndAsync();
                return broker;
            }
        }
        throw new InvalidOperationException("mosquitto did not start.");
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
