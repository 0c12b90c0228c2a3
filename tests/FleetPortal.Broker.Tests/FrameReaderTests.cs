using System.IO.Pipelines;
using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;
using Xunit;

namespace FleetPortal.Broker.Tests;

/// <summary>Cuts packets out of a pipe, also if the connection gives the pipe back before a packet is complete.</summary>
public sealed class FrameReaderTests
{
    // PUBACK of packet identifier 1.
    private static readonly byte[] Packet = [0x40, 0x02, 0x00, 0x01];

    private readonly Pipe _pipe = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Release_KeepsPartOfAPacket_HoweverOftenItIsCalled(int first)
    {
        byte[] octets = [.. Packet, .. Packet];
        using var frames = new FrameReader(_pipe.Reader);
        if (first > 0)
        {
            await _pipe.Writer.WriteAsync(octets.AsMemory(0, first), TestContext.Current.CancellationToken);
            Assert.True(await frames.FillAsync(TestContext.Current.CancellationToken));
            Assert.Equal(first / Packet.Length, ReadAll(frames));
        }

        var more = frames.FillAsync(TestContext.Current.CancellationToken).AsTask();
        await _pipe.Writer.WriteAsync(octets.AsMemory(first), TestContext.Current.CancellationToken);
        Assert.True(await more);
        frames.Release();
        frames.Release();
        Assert.True(await frames.FillAsync(TestContext.Current.CancellationToken));
        frames.Release();
        Assert.True(await frames.FillAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2 - (first / Packet.Length), ReadAll(frames));
    }

    [Fact]
    public async Task Release_OfPartOfAPacket_WaitsForTheRest()
    {
        using var frames = new FrameReader(_pipe.Reader);
        await _pipe.Writer.WriteAsync(Packet.AsMemory(0, 3), TestContext.Current.CancellationToken);
        Assert.True(await frames.FillAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, ReadAll(frames));
        var rest = frames.FillAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(rest.IsCompleted);
        await _pipe.Writer.WriteAsync(Packet.AsMemory(3), TestContext.Current.CancellationToken);
        Assert.True(await rest);
        Assert.Equal(1, ReadAll(frames));
    }

    [Fact]
    public async Task Dispose_WithPartOfAPacket_GivesThePipeBack()
    {
        var frames = new FrameReader(_pipe.Reader);
        await _pipe.Writer.WriteAsync(Packet.AsMemory(0, 2), TestContext.Current.CancellationToken);
        Assert.True(await frames.FillAsync(TestContext.Current.CancellationToken));
        var more = frames.FillAsync(TestContext.Current.CancellationToken).AsTask();
        await _pipe.Writer.WriteAsync(Packet.AsMemory(2, 1), TestContext.Current.CancellationToken);
        Assert.True(await more);
        frames.Dispose();
        Assert.True(_pipe.Reader.TryRead(out var left));
        Assert.Equal(3, left.Buffer.Length);
    }

    private static int ReadAll(FrameReader frames)
    {
        var count = 0;
        while (frames.TryRead(out var header, out _))
        {
            Assert.Equal((int)PacketType.PubAck, header.PacketType);
            count++;
        }

        return count;
    }
}
