using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FleetPortal.Broker.Handshakes;

/// <summary>
/// The TLS handshake of one connection. Kestrel's own middleware drops the exception of a failed handshake, and with it the alert that the
/// device sent.
/// </summary>
internal static class DeviceHandshake
{
    /// <summary>
    /// Completes the handshake and passes the connection on. A failure is kept in the connection's <see cref="HandshakeState"/>.
    /// </summary>
    public static async Task RunAsync(ConnectionContext connection, DeviceTls tls, ConnectionDelegate next)
    {
        var state = connection.Features.GetRequiredFeature<HandshakeState>();
        var shown = new TlsClientCertificate();
        connection.Features.Set(shown);
        var transport = connection.Transport;
        await using var stream = new SslStream(new PipeStream(transport), leaveInnerStreamOpen: true);
        try
        {
            await stream.AuthenticateAsServerAsync(await tls.OptionsForAsync(shown, state), state.Deadline);
            connection.Features.Set(state.Complete());
        }
        catch (Exception e) when (!state.IsCompleted)
        {
            state.Failure = e;
            return;
        }

        TlsBuffers.ReleaseWhenIdle(stream);
        shown.HandshakeCompleted = true;
        var features = new TlsFeatures(stream);
        connection.Features.Set<ITlsConnectionFeature>(features);
        connection.Features.Set<ITlsHandshakeFeature>(features);
        var pool = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool ?? MemoryPool<byte>.Shared;
        var inside = new TlsTransport(
            PipeReader.Create(stream, new StreamPipeReaderOptions(pool, leaveOpen: true, useZeroByteReads: true)),
            PipeWriter.Create(stream, new StreamPipeWriterOptions(pool, leaveOpen: true)));
        connection.Transport = inside;
        try
        {
            await next(connection);
        }
        finally
        {
            await inside.Input.CompleteAsync();
            await inside.Output.CompleteAsync();
            connection.Transport = transport;
        }
    }

    private sealed record TlsTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
