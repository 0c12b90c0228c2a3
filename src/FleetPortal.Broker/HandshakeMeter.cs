using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace FleetPortal.Broker;

/// <summary>
/// Counts the octets that a client sends during its TLS handshake, and closes the connection above a limit. TLS reads every certificate
/// that a client sends (OpenSSL accepts 100 KiB), and .NET has no setting for it. This limit applies before anything is parsed.
/// </summary>
internal sealed class HandshakeMeter : PipeReader, IDuplexPipe
{
    private readonly ConnectionContext _connection;
    private readonly IDuplexPipe _inner;
    private readonly int _limit;
    private ReadOnlySequence<byte> _read;
    private long _consumed;
    private bool _isOver;

    private HandshakeMeter(
        ConnectionContext connection, int limit) => (_connection, _inner, _limit) = (connection, connection.Transport, limit);

    /// <summary>Whether the client sent more than the limit before its handshake was complete.</summary>
    public bool IsExceeded { get; private set; }

    /// <inheritdoc/>
    public PipeReader Input => this;

    /// <inheritdoc/>
    public PipeWriter Output => _inner.Output;

    /// <summary>Puts a meter on a connection, before TLS.</summary>
    public static HandshakeMeter On(ConnectionContext connection, int limit)
    {
        var meter = new HandshakeMeter(connection, limit);
        connection.Transport = meter;
        return meter;
    }

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        RequireBelow();
        return Note(await _inner.Input.ReadAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        RequireBelow();
        var read = _inner.Input.TryRead(out result);
        if (read)
        {
            Note(result);
        }

        return read;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // Counts what TLS consumes, not what arrives: an MQTT CONNECT may follow in the same segment.
        if (!_isOver)
        {
            _consumed += _read.Slice(0, consumed).Length;
            _isOver = _connection.Features.Get<TlsClientCertificate>() is { HandshakeCompleted: true };
        }

        _inner.Input.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => _inner.Input.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _inner.Input.Complete(exception);

    private ReadResult Note(ReadResult result)
    {
        _read = _isOver ? default : result.Buffer;
        return result;
    }

    private void RequireBelow()
    {
        if (!_isOver && _consumed > _limit && _connection.Features.Get<TlsClientCertificate>() is not { HandshakeCompleted: true })
        {
            IsExceeded = true;
            throw new ConnectionAbortedException("The TLS handshake is larger than allowed.");
        }
    }
}
