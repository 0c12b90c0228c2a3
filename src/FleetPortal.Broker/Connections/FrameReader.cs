using System.Buffers;
using System.IO.Pipelines;
using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// Cuts the octets of a connection into packets. Nothing is allocated by an announced length: a packet above the limit is refused by its
/// header, before it arrives. Not thread-safe.
/// </summary>
/// <param name="input">The octets of the connection.</param>
internal sealed class FrameReader(PipeReader input) : IDisposable
{
    private ReadOnlySequence<byte> _buffer;
    private byte[]? _joined;
    private bool _isReading;
    private bool _isCompleted;

    // The octets at the start of the buffer that were already examined, and did not make a packet.
    private long _examined;
    private long _filled;

    /// <summary>The largest packet, in octets. The reader of CONNECT has its own limit.</summary>
    public int MaxPacket { get; set; } = int.MaxValue;

    /// <summary>Whether the length of a packet must have its shortest form: MQTT 5 (MQTT-1.5.5-1).</summary>
    public bool RequiresShortestLength { get; set; }

    /// <summary>Waits for more octets; false if the connection has ended or was told to end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken = default)
    {
        if (_isReading)
        {
            _isReading = false;
            _examined = _buffer.Length;
            input.AdvanceTo(_buffer.Start, _buffer.End);
        }

        if (_isCompleted)
        {
            return false;
        }

        var result = await input.ReadAsync(cancellationToken);
        (_buffer, _isReading, _isCompleted, _filled) = (result.Buffer, true, result.IsCompleted, result.Buffer.Length);
        return !result.IsCanceled && (!result.IsCompleted || !result.Buffer.IsEmpty);
    }

    /// <summary>Drops what still arrives. Completes when the client has closed the connection; throws if the connection broke.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (!_isCompleted)
        {
            _buffer = _buffer.Slice(_buffer.End);
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Takes the next complete packet. The body is valid until the next call of a method of this reader.
    /// </summary>
    /// <exception cref="ProtocolViolation">The header is malformed or announces too much.</exception>
    public bool TryRead(out FixedHeader header, out ReadOnlySpan<byte> body)
    {
        body = default;
        header = default;
        if (Peek() is not { } next)
        {
            return false;
        }

        header = next;
        if (_buffer.Length < header.PacketLength)
        {
            return false;
        }

        var octets = _buffer.Slice(header.HeaderLength, header.RemainingLength);
        _buffer = _buffer.Slice(octets.End);
        body = octets.IsSingleSegment ? octets.FirstSpan : Join(octets);
        return true;
    }

    /// <summary>Copies the first octets of the next packet, without consuming them. Returns false if they have not arrived.</summary>
    public bool TryPeek(Span<byte> octets)
    {
        if (_buffer.Length < octets.Length)
        {
            return false;
        }

        _buffer.Slice(0, octets.Length).CopyTo(octets);
        return true;
    }

    /// <summary>The header of the next packet, complete or not; null if the header has not arrived.</summary>
    /// <exception cref="ProtocolViolation">The header is malformed or announces too much.</exception>
    public FixedHeader? Peek()
    {
        try
        {
            if (FixedHeader.Peek(_buffer) is not { } header)
            {
                return null;
            }

            RequireFlags(header);
            if (RequiresShortestLength && header.HeaderLength > 1 + PacketBuffer.SizeOfVariableInteger(header.RemainingLength))
            {
                throw ProtocolViolation.Malformed("the length of the packet is not in its shortest form (MQTT-1.5.5-1)");
            }

            return header.PacketLength <= MaxPacket ? header : throw new ProtocolViolation(
                ReasonCode.PacketTooLarge, BrokerRefusals.PacketTooLarge,
                $"a packet of {header.PacketLength} octets", $"Send at most {MaxPacket} octets.");
        }
        catch (InvalidDataException e)
        {
            throw ProtocolViolation.Malformed(e.Message);
        }
    }

    /// <summary>
    /// Gives back what was read, before a long wait. Otherwise a client that writes before it reads would wait for us, and we for it.
    /// </summary>
    public void Release()
    {
        if (_isReading)
        {
            GiveBack();
            (_buffer, _isCompleted) = (default, false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isReading)
        {
            GiveBack();
        }

        Return();
    }

    /// <summary>
    /// Ends the read, and leaves what was not consumed for the next one. What was examined before stays examined: a pipe does not go back.
    /// </summary>
    private void GiveBack()
    {
        _isReading = false;
        _examined = Math.Max(0, _examined - (_filled - _buffer.Length));
        input.AdvanceTo(_buffer.Start, _buffer.GetPosition(_examined));
    }

    /// <summary>The flags of every packet but PUBLISH are fixed (MQTT-2.1.3-1).</summary>
    private static void RequireFlags(FixedHeader header)
    {
        var expected = (PacketType)header.PacketType is PacketType.PubRel or PacketType.Subscribe or PacketType.Unsubscribe ? 2 : 0;
        if (header.PacketType == 0)
        {
            throw ProtocolViolation.Malformed("packet type 0 is reserved (MQTT 5 §2.1.2)");
        }

        if ((PacketType)header.PacketType != PacketType.Publish && header.Flags != expected)
        {
            throw ProtocolViolation.Malformed(
                $"the flags of {(PacketType)header.PacketType} are {header.Flags}, and only {expected} is allowed (MQTT-2.1.3-1)");
        }
    }

    private ReadOnlySpan<byte> Join(ReadOnlySequence<byte> octets)
    {
        Return();
        _joined = ArrayPool<byte>.Shared.Rent((int)octets.Length);
        octets.CopyTo(_joined);
        return _joined.AsSpan(0, (int)octets.Length);
    }

    private void Return()
    {
        if (_joined is { } joined)
        {
            _joined = null;
            ArrayPool<byte>.Shared.Return(joined);
        }
    }
}
