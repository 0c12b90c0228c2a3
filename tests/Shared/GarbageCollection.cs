using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FleetPortal.Testing;

/// <summary>
/// Lets another .NET process collect its garbage, as <c>dotnet-gcdump</c> does: over the diagnostics socket of the runtime.
/// </summary>
public static class GarbageCollection
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    // The keyword that makes the runtime collect when a trace begins.
    private const ulong CollectHeap = 0x800000;

    private const byte EventPipe = 2;
    private const byte CollectTracing = 2;
    private const uint NetTrace = 1;
    private const uint Informational = 4;

    /// <summary>Begins a full collection in a process, and waits until the runtime has answered.</summary>
    public static async Task CollectAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var path = Directory.GetFiles(Path.GetTempPath(),
            $"dotnet-diagnostic-{process.Id.ToString(CultureInfo.InvariantCulture)}-*-socket").Single();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Command());
        await stream.ReadExactlyAsync(new byte[64]);
    }

    private static byte[] Command()
    {
        using var payload = new MemoryStream();
        using (var writer = new BinaryWriter(payload, Encoding.Unicode, leaveOpen: true))
        {
            var megabytes = 1u;
            writer.Write(megabytes);
            writer.Write(NetTrace);
            writer.Write(1u);
            writer.Write(CollectHeap);
            writer.Write(Informational);
            writer.Write((uint)Runtime.Length + 1);
            writer.Write(Encoding.Unicode.GetBytes(Runtime + '\0'));
            writer.Write(0u);
        }

        using var command = new MemoryStream();
        using (var writer = new BinaryWriter(command, Encoding.ASCII, leaveOpen: true))
        {
            writer.Write("DOTNET_IPC_V1\0"u8);
            writer.Write((ushort)(20 + payload.Length));
            writer.Write([EventPipe, CollectTracing]);
            writer.Write((ushort)0);
            writer.Write(payload.ToArray());
        }

        return command.ToArray();
    }
}
