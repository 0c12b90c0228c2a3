using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>Somebody else's server on a free port, as a process of its own.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public double Cpu => Processor.Of(_process.Id);

    /// <summary>Resident now, in megabytes.</summary>
    public double Memory => Processor.MemoryOf(_process.Id, "VmRSS:");

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<Peer> StartAsync(string program, Func<int, IEnumerable<string>> arguments, string directory)
    {
        var port = FreePort();
        var process = Tool.Start(program, arguments(port), directory);
        _ = process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEndAsync();
        await Eventually.Holds($"{program} listens", async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{program} has ended: {await said}");
            }

            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);

                // "openssl ocsp" spins for ever on a connection that ends without a line.
                await socket.GetStream().WriteAsync("\n"u8.ToArray());
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return new Peer(process, port);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
