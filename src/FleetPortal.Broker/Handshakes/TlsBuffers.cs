using System.Net.Security;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// Lets OpenSSL free the record buffers of a connection while it is idle (SSL_MODE_RELEASE_BUFFERS). Without it each connection holds 34
/// KB, half of its memory. .NET has no setting for it, so this calls OpenSSL for the handle that <see cref="SslStream"/> holds. On another
/// platform, or where .NET keeps its handle differently, nothing changes and a connection costs more memory (decision 81).
/// </summary>
internal static class TlsBuffers
{
    // SSL_CTRL_MODE and SSL_MODE_RELEASE_BUFFERS of openssl/ssl.h. Both have had these values since OpenSSL 1.0.0.
    private const int ControlMode = 33;
    private const int ReleaseBuffers = 0x10;

    private static readonly FieldInfo? Context =
        typeof(SslStream).GetField("_securityContext", BindingFlags.Instance | BindingFlags.NonPublic);

    private static readonly Lazy<Control?> OpenSsl = new(Find);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Control(nint ssl, int command, nint argument, nint pointer);

    /// <summary>Sets the mode of a connection whose handshake is over, before anything else uses it. Returns whether it is set.</summary>
    public static bool ReleaseWhenIdle(SslStream stream)
    {
        if (Context?.GetValue(stream) is not SafeHandle { IsInvalid: false } handle || handle.GetType().Name != "SafeSslHandle"
            || OpenSsl.Value is not { } control)
        {
            return false;
        }

        var added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            return (control(handle.DangerousGetHandle(), ControlMode, ReleaseBuffers, 0) & ReleaseBuffers) != 0;
        }
        finally
        {
            if (added)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <summary>
    /// Returns the function of the library that .NET has loaded. Null if there is not exactly one: a handle must not go to another version.
    /// </summary>
    private static Control? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        List<string> loaded;
        try
        {
            loaded = [.. File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
                .Where(path => Path.GetFileName(path).StartsWith("libssl.so", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc. A handshake must not fail for it.
            return null;
        }

        return loaded is [var path] && NativeLibrary.TryLoad(path, out var library)
            && NativeLibrary.TryGetExport(library, "SSL_ctrl", out var function)
                ? Marshal.GetDelegateForFunctionPointer<Control>(function) : null;
    }
}
