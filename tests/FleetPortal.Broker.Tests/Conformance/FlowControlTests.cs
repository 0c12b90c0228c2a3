using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>Receive Maximum and Maximum Packet Size of both sides (sections 3.1.2.11, 3.2.2.3, 3.3.4 and 4.9 of 5.0).</summary>
public sealed class FlowControlTests : ConformanceTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task NotMoreThanTheClientsReceiveMaximum_IsUnderWay(int qos)
    {
        MosquittoDiffers("sends more after the first acknowledgement.");
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 2u));
        await client.SubscribeAsync("t", qos);
        var publisher = await ConnectAsync(5, "publisher");
        for (var number = 0; number < 5; number++)
        {
            await publisher.PublishAsync("t", $"{number}", qos);
        }
        var first = await client.ExpectAsync(PacketType.Publish);
        var second = await client.ExpectAsync(PacketType.Publish);
        Assert.Equal(("0", "1"), (first.Text, second.Text));
        await client.ExpectSilenceAsync();
        await client.AcknowledgeAsync(first);
        var third = await client.ExpectAsync(PacketType.Publish);
        Assert.Equal("2", third.Text);
        await client.ExpectSilenceAsync();
        await client.AcknowledgeAsync(second);
        await client.AcknowledgeAsync(third);
        await client.ReceiveAsync("t", "3");
        await client.ReceiveAsync("t", "4");
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task OnlyPubcomp_FreesThePlaceOfAQoS2Message()
    {
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", 2);
        await client.PublishAsync("t", "0", 2);
        await client.PublishAsync("t", "1", 2);
        var first = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Ack(5, PacketType.Pubrec, first.Id));
        await client.ExpectAsync(PacketType.Pubrel);
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Ack(5, PacketType.Pubcomp, first.Id));
        await client.ReceiveAsync("t", "1");
    }

    [Fact]
    public async Task ANegativeAcknowledgement_FreesThePlace()
    {
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", 2);
        await client.PublishAsync("t", "0", 2);
        await client.PublishAsync("t", "1", 1);
        await client.PublishAsync("t", "2", 1);
        var first = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Ack(5, PacketType.Pubrec, first.Id, Reason.Unspecified));
        var second = await client.ExpectAsync(PacketType.Publish);
        Assert.Equal("1", second.Text);
        await client.SendAsync(Octets.Ack(5, PacketType.Puback, second.Id, Reason.Unspecified));
        await client.ReceiveAsync("t", "2");
    }

    [Fact]
    public async Task AFullWindow_HoldsUpNothingElse()
    {
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", 2);
        await client.PublishAsync("t", "0", 1);
        await client.PublishAsync("t", "1", 1);
        await client.ExpectAsync(PacketType.Publish);
        await client.ExpectSilenceAsync();
        await client.SubscribeAsync("other");
        await client.PublishAsync("elsewhere", "x", 1);
        await client.PublishAsync("elsewhere", "x", 2);
        await client.SendAsync(Octets.Unsubscribe(5, 99, "other"));
        await client.ExpectAsync(PacketType.Unsuback);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task AFullWindow_LetsQoS0Pass()
    {
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", 1);
        await client.SubscribeAsync("zero", 0);
        await client.PublishAsync("t", "0", 1);
        await client.ExpectAsync(PacketType.Publish);
        await client.PublishAsync("zero", "x");
        await client.ReceiveAsync("zero", "x");
    }

    [Fact]
    public async Task TheReceiveMaximum_HoldsForMessagesThatAreSentAgain()
    {
        MosquittoDiffers("sends all of them again.");
        var client = await ConnectToSessionAsync(5, "one", (Prop.ReceiveMaximum, 10u));
        await client.SubscribeAsync("t", 1);
        for (var number = 0; number < 4; number++)
        {
            await client.PublishAsync("t", $"{number}", 1);
            await client.ExpectAsync(PacketType.Publish);
        }
        await client.DisposeAsync();
        var back = await ConnectToSessionAsync(5, "one", (Prop.ReceiveMaximum, 2u));
        var first = await back.ExpectAsync(PacketType.Publish);
        await back.ExpectAsync(PacketType.Publish);
        await back.ExpectSilenceAsync();
        await back.AcknowledgeAsync(first);
        Assert.Equal("2", (await back.ExpectAsync(PacketType.Publish)).Text);
        await back.ExpectSilenceAsync();
    }

    [Fact]
    public async Task TheReceiveMaximum_HoldsForRetainedMessages()
    {
        MosquittoDiffers("sends more after the first acknowledgement.");
        var client = await ConnectAsync(5, "one", (Prop.ReceiveMaximum, 2u));
        for (var number = 0; number < 5; number++)
        {
            await client.PublishAsync($"t/{number}", $"{number}", 1, retain: true);
        }
        await client.SubscribeAsync("t/#", 1);
        var received = new List<string>();
        while (received.Count < 5)
        {
            var batch = new List<RawPacket>();
            for (var number = 0; number < Math.Min(2, 5 - received.Count); number++)
            {
                batch.Add(await client.ExpectAsync(PacketType.Publish));
            }
            await client.ExpectSilenceAsync();
            foreach (var publish in batch)
            {
                await client.AcknowledgeAsync(publish);
                received.Add(publish.Text);
                Assert.True(publish.Retain);
            }
        }
        Assert.Equal(["0", "1", "2", "3", "4"], received.Order());
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task MoreThanTheServersReceiveMaximum_IsRefused()
    {
        MosquittoDiffers("answers with PUBREC 0x97.");
        var client = await ConnectAsync(5, "one");
        var maximum = (int)(uint)(client.Connack[Prop.ReceiveMaximum] ?? 65_535u);
        await client.SendAsync([.. Enumerable.Range(1, maximum + 1).Select(id => Octets.Publish(5, "t", [1], 2, id))]);
        for (var id = 1; id <= maximum; id++)
        {
            await client.ExpectAsync(PacketType.Pubrec);
        }
        await client.ExpectDisconnectedAsync(Reason.ReceiveMaximumExceeded);
    }

    [Fact]
    public async Task AsManyAsTheServersReceiveMaximum_AreTaken_AgainAndAgain()
    {
        var client = await ConnectAsync(5, "one");
        var maximum = (int)(uint)(client.Connack[Prop.ReceiveMaximum] ?? 100u);
        for (var round = 0; round < 2; round++)
        {
            await client.SendAsync([.. Enumerable.Range(1, maximum).Select(id => Octets.Publish(5, "t", [1], 2, id))]);
            for (var id = 1; id <= maximum; id++)
            {
                Assert.Equal(id, (await client.ExpectAsync(PacketType.Pubrec)).Id);
            }
            await client.SendAsync([.. Enumerable.Range(1, maximum).Select(id => Octets.Ack(5, PacketType.Pubrel, id))]);
            for (var id = 1; id <= maximum; id++)
            {
                Assert.Equal(id, (await client.ExpectAsync(PacketType.Pubcomp)).Id);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AMessageAboveTheClientsMaximumPacketSize_IsDroppedAsIfSent(int qos)
    {
        if (qos > 0)
        {
            MosquittoDiffers("keeps the place of a message that it dropped.");
        }
        var client = await ConnectToSessionAsync(5, "one", (Prop.MaximumPacketSize, 100u), (Prop.ReceiveMaximum, 1u));
        await client.SubscribeAsync("t", qos);
        var publisher = await ConnectAsync(5, "publisher");
        await publisher.PublishAsync("t", new string('x', 200), qos);
        await publisher.PublishAsync("t", "small", qos);
        await client.ReceiveAsync("t", "small");
        await client.ExpectSilenceAsync();
        await client.DisconnectAsync();
        await (await ConnectToSessionAsync(5, "one")).ExpectSilenceAsync();
    }

    [Fact]
    public async Task AMessageOfExactlyTheClientsMaximumPacketSize_IsSent()
    {
        MosquittoDiffers("does not count the whole packet.");
        // The first octet, one octet of length, topic 2 + 1, identifier 2, property length 1: 8 octets around the payload.
        var client = await ConnectAsync(5, "one", (Prop.MaximumPacketSize, 100u));
        await client.SubscribeAsync("t", 1);
        await client.PublishAsync("t", new string('x', 92), 1);
        Assert.Equal(100, (await client.ReceiveAsync("t", new string('x', 92))).Size);
        await client.PublishAsync("t", new string('x', 93), 1);
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task APacketAboveTheServersMaximumPacketSize_IsRefused()
    {
        var client = await ConnectAsync(5, "one");
        var maximum = (int)(uint)client.Connack[Prop.MaximumPacketSize]!;
        await client.SendAsync(Octets.Publish(5, "t", new byte[maximum], 1, 1));
        await client.ExpectDisconnectedAsync(Reason.PacketTooLarge);
    }

    [Fact]
    public async Task APacketOfExactlyTheServersMaximumPacketSize_IsTaken()
    {
        var client = await ConnectAsync(5, "one");
        var maximum = (int)(uint)client.Connack[Prop.MaximumPacketSize]!;
        var around = Octets.Publish(5, "t", new byte[maximum - 20], 1, 1).Length - (maximum - 20);
        await client.SendAsync(Octets.Publish(5, "t", new byte[maximum - around], 1, 1));
        Assert.Equal(1, (await client.ExpectAsync(PacketType.Puback)).Id);
    }

    [Fact]
    public async Task WithoutProblemInformation_ThereAreNoReasonStrings()
    {
        var client = await ConnectAsync(5, "one", (Prop.RequestProblemInformation, 0u));
        await client.SendAsync(Octets.Publish(5, "nobody", [1], 1, 1), Octets.Publish(5, "nobody", [1], 2, 2),
            Octets.Ack(5, PacketType.Pubrel, 2), Octets.Ack(5, PacketType.Pubrel, 77), Octets.Subscribe(5, 3, [("t", 0), ("u", 1)]),
            Octets.Unsubscribe(5, 4, "t", "nothing"));
        foreach (var type in (PacketType[])[PacketType.Puback, PacketType.Pubrec, PacketType.Pubcomp, PacketType.Pubcomp,
            PacketType.Suback, PacketType.Unsuback])
        {
            Assert.Empty((await client.ExpectAsync(type)).Properties);
        }
    }

    [Fact]
    public async Task ASmallMaximumPacketSize_HoldsForEveryAnswer()
    {
        // The client fails on a packet that is larger than CONNACK, the largest that the server must send.
        var probe = await ConnectAsync(5, "probe");
        var client = await ConnectAsync(5, "one", (Prop.MaximumPacketSize, (uint)probe.Connack.Size));
        await client.SendAsync(Octets.Publish(5, "nobody", [1], 1, 1), Octets.Publish(5, "nobody", [1], 2, 2),
            Octets.Ack(5, PacketType.Pubrel, 2), Octets.Ack(5, PacketType.Pubrel, 77), Octets.Subscribe(5, 3, [("t", 0)]),
            Octets.Unsubscribe(5, 4, "nothing"));
        foreach (var type in (PacketType[])[PacketType.Puback, PacketType.Pubrec, PacketType.Pubcomp, PacketType.Pubcomp,
            PacketType.Suback, PacketType.Unsuback])
        {
            await client.ExpectAsync(type);
        }
        await client.SendAsync(Octets.Publish(5, "a/#", [1]));
        await client.ExpectDisconnectedAsync(Reason.TopicNameInvalid, Reason.MalformedPacket, Reason.ProtocolError);
    }
}
