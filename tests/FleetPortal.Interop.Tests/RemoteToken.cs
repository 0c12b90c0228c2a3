using System.Buffers.Binary;
using System.Net.Sockets;
using FleetPortal.Testing;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// SoftHSM2 at the end of a line, as a network HSM is: p11-kit's client module talks to p11-kit's remote through a socket of the test's
/// own, which counts signatures and cuts the line in the middle of one: the module was asked to sign, and its answer never comes.
/// </summary>
internal sealed class RemoteToken : IAsyncDisposable
{
    // Of p11-kit's protocol: the call in which a module signs, once for the length and once for the signature.
    private const uint Sign = 43;
    private const int HeaderOctets = 12;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _lines = [];
    private readonly Dictionary<string, string> _environment;
    private readonly string _library;
    private readonly Task _accepting;
    private volatile bool _armed;
    private volatile bool _forGood;
    private int _cuts;

    public RemoteToken(string path, string library, Dictionary<string, string> environment)
    {
        (_library, _environment) = (library, environment);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        Address = $"unix:path={path}";
        _accepting = AcceptAsync();
    }

    /// <summary>The value of <c>P11_KIT_SERVER_ADDRESS</c> for the client.</summary>
    public string Address { get; }

    /// <summary>The PKCS#11 module of the client.</summary>
    public static string ClientLibrary => Directory.GetDirectories("/usr/lib", "*-linux-*")
        .Select(directory => Path.Combine(directory, "pkcs11", "p11-kit-client.so")).First(File.Exists);

    /// <summary>How often the line was cut within a signature.</summary>
    public int Cuts => _cuts;

    /// <summary>Cuts the line within the next signature; where it is for good, nobody comes through any more.</summary>
    public void CutWithinASignature(bool forGood) => (_forGood, _armed) = (forGood, true);

    /// <summary>The line is whole again.</summary>
    public void Mend() => (_forGood, _armed) = (false, false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_lines);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _lines.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var client = new NetworkStream(socket, ownsSocket: true);
        if (_forGood && !_armed)
        {
            return;
        }

        using var token = Tool.Start("p11-kit", ["remote", "--provider", _library, "pkcs11:token=fleet"], environment: _environment);
        using var line = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var answers = CopyAsync(token.StandardOutput.BaseStream, client, line.Token);
        try
        {
            var last = await ForwardAsync(client, token.StandardInput.BaseStream);

            // Nobody hears answers any more when the module is asked to sign.
            await line.CancelAsync();
            await answers;
            await token.StandardInput.BaseStream.WriteAsync(last, _stop.Token);
            await token.StandardInput.BaseStream.FlushAsync(_stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The portal has gone, or the test.
        }
        finally
        {
            token.Kill();
            await token.WaitForExitAsync(CancellationToken.None);
            await answers;
        }
    }

    /// <summary>Hands every call on; answers the one in which the line is to be cut.</summary>
    private async Task<byte[]> ForwardAsync(Stream client, Stream token)
    {
        var signs = 0;
        var buffer = new byte[64 * 1024];
        await client.ReadExactlyAsync(buffer.AsMemory(0, 1), _stop.Token);
        await token.WriteAsync(buffer.AsMemory(0, 1), _stop.Token);
        while (true)
        {
            await token.FlushAsync(_stop.Token);
            await client.ReadExactlyAsync(buffer.AsMemory(0, HeaderOctets), _stop.Token);
            var (options, call) =
                ((int)BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4)), (int)BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(8)));
            var length = HeaderOctets + options + call;
            await client.ReadExactlyAsync(buffer.AsMemory(HeaderOctets, options + call), _stop.Token);

            // Every second one is for the signature itself.
            if (BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(HeaderOctets + options)) == Sign && ++signs % 2 == 0 && _armed)
            {
                Interlocked.Increment(ref _cuts);
                _armed = false;
                return buffer[..length];
            }

            await token.WriteAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The portal has gone, or the test, or the line was cut.
        }
    }
}
