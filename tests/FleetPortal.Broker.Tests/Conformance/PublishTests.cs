using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>PUBLISH and its acknowledgements, QoS 0, 1 and 2 in both directions (sections 3.3 to 3.7, 4.3 and 4.5).</summary>
public sealed class PublishTests : ConformanceTest
{
    [Theory]
    [BothVersions]
    public async Task AMessage_IsDeliveredAtTheLowerQoS(byte version)
    {
        var client = await ConnectAsync(version, "one");
        for (var granted = 0; granted <= 2; granted++)
        {
            await client.SubscribeAsync($"q{granted}", granted);
            for (var qos = 0; qos <= 2; qos++)
            {
                await client.PublishAsync($"q{granted}", $"{qos}", qos);
                var received = await client.ReceiveAsync($"q{granted}", $"{qos}");
                Assert.Equal((Math.Min(granted, qos), false, false), (received.QoS, received.Dup, received.Retain));
            }
        }
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS0Message_HasNoAnswer(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.PublishAsync("t", "hello");
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS1Message_IsAnsweredWithPubackOfItsIdentifier(byte version)
    {
        var client = await ConnectAsync(version, "one");
        foreach (var id in (int[])[1, 65_535, 1, 300])
        {
            await client.SendAsync(Octets.Publish(version, "t", [1], 1, id));
            var puback = await client.ExpectAsync(PacketType.Puback);
            Assert.Equal(id, puback.Id);
            Assert.Contains(puback.Code, (byte[])[Reason.Success, Reason.NoMatchingSubscribers]);
        }
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AfterPuback_TheSameIdentifierIsANewMessage_WhateverItsDup(byte version)
    {
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        var client = await ConnectAsync(version, "one");
        foreach (var dup in (bool[])[false, false, true])
        {
            await client.SendAsync(Octets.Publish(version, "t", "hello"u8.ToArray(), 1, 7, dup: dup));
            Assert.Equal((7, Reason.Success), await client.IdAndCodeAsync(PacketType.Puback));
            Assert.False((await subscriber.ReceiveAsync("t", "hello")).Dup);
        }
        await subscriber.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS2Message_IsAnsweredStepByStep(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Publish(version, "t", [1], 2, 9));
        var pubrec = await client.ExpectAsync(PacketType.Pubrec);
        Assert.Equal(9, pubrec.Id);
        Assert.Contains(pubrec.Code, (byte[])[Reason.Success, Reason.NoMatchingSubscribers]);
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubcomp));
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS2MessageSentAgain_IsDeliveredOnce(byte version)
    {
        MosquittoDiffers("closes at the third PUBLISH.");
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        var client = await ConnectAsync(version, "one");
        foreach (var dup in (bool[])[false, true, true])
        {
            await client.SendAsync(Octets.Publish(version, "t", "once"u8.ToArray(), 2, 9, dup: dup));
            Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubrec));
        }
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubcomp));
        await subscriber.ReceiveAsync("t", "once");
        await subscriber.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AfterPubcomp_TheSameIdentifierIsANewMessage(byte version)
    {
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        var client = await ConnectAsync(version, "one");
        for (var time = 0; time < 3; time++)
        {
            await client.SendAsync(Octets.Publish(version, "t", "hello"u8.ToArray(), 2, 9));
            Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubrec));
            await client.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
            Assert.Equal((9, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubcomp));
            await subscriber.ReceiveAsync("t", "hello");
        }
        await subscriber.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task AQoS2MessageSentAgainOnANewConnection_IsDeliveredOnce(byte version)
    {
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 2);
        var client = await ConnectToSessionAsync(version, "one");
        await client.SendAsync(Octets.Publish(version, "t", "once"u8.ToArray(), 2, 9));
        await client.ExpectAsync(PacketType.Pubrec);
        await client.DisposeAsync();

        var back = await ConnectToSessionAsync(version, "one");
        Assert.True(back.Connack.SessionPresent);
        await back.SendAsync(Octets.Publish(version, "t", "once"u8.ToArray(), 2, 9, dup: true));
        Assert.Equal((9, Reason.Success), await back.IdAndCodeAsync(PacketType.Pubrec));
        await back.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        Assert.Equal((9, Reason.Success), await back.IdAndCodeAsync(PacketType.Pubcomp));
        await subscriber.ReceiveAsync("t", "once");
        await subscriber.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task APubrelSentAgain_IsAnsweredAgain(byte version)
    {
        var client = await ConnectToSessionAsync(version, "one");
        await client.SendAsync(Octets.Publish(version, "t", [1], 2, 9));
        await client.ExpectAsync(PacketType.Pubrec);
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        await client.ExpectAsync(PacketType.Pubcomp);
        await client.DisposeAsync();
        var back = await ConnectToSessionAsync(version, "one");
        await back.SendAsync(Octets.Ack(version, PacketType.Pubrel, 9));
        var pubcomp = await back.ExpectAsync(PacketType.Pubcomp);
        Assert.Equal(9, pubcomp.Id);
        Assert.Contains(pubcomp.Code, (byte[])[Reason.Success, Reason.PacketIdentifierNotFound]);
    }

    [Theory]
    [BothVersions]
    public async Task IdentifiersOfBothDirections_AreIndependent(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 1);
        var other = await ConnectAsync(version, "two");
        await other.PublishAsync("t", "from the server", 1);
        var received = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Publish(version, "other", [1], 1, received.Id));
        Assert.Equal(received.Id, (await client.ExpectAsync(PacketType.Puback)).Id);
        await client.SendAsync(Octets.Ack(version, PacketType.Puback, received.Id));
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task TheServersIdentifiers_AreNotZeroAndNotInUse(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 2);
        var identifiers = new HashSet<int>();
        for (var number = 0; number < 20; number++)
        {
            await client.PublishAsync("t", $"{number}", 1 + number % 2);
            var publish = await client.ExpectAsync(PacketType.Publish);
            Assert.Equal((1 + number % 2, false), (publish.QoS, publish.Dup));
            Assert.True(identifiers.Add(publish.Id), $"The identifier {publish.Id} is in use.");
        }
    }

    [Theory]
    [BothVersions]
    public async Task TheServer_CompletesQoS2WithPubrel_AndSendsNothingAgainOnALiveConnection(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 2);
        await client.PublishAsync("t", "hello", 2);
        var publish = await client.ExpectAsync(PacketType.Publish);
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrec, publish.Id));
        Assert.Equal((publish.Id, Reason.Success), await client.IdAndCodeAsync(PacketType.Pubrel));
        await client.ExpectSilenceAsync();
        await client.SendAsync(Octets.Ack(version, PacketType.Pubcomp, publish.Id));
        await client.ExpectSilenceAsync();
    }

    [Fact]
    public async Task ANegativeAcknowledgement_EndsTheDelivery()
    {
        var client = await ConnectToSessionAsync(5, "one");
        await client.SubscribeAsync("t", 2);
        foreach (var (qos, type) in ((int, PacketType)[])[(1, PacketType.Puback), (2, PacketType.Pubrec)])
        {
            await client.PublishAsync("t", "unwanted", qos);
            var publish = await client.ExpectAsync(PacketType.Publish);
            await client.SendAsync(Octets.Ack(5, type, publish.Id, Reason.Unspecified));
            await client.ExpectSilenceAsync();
        }
        await client.DisconnectAsync();
        await (await ConnectToSessionAsync(5, "one")).ExpectSilenceAsync();
    }

    [Fact]
    public async Task AcknowledgementsInTheLongForm_AreTaken()
    {
        var client = await ConnectAsync(5, "one");
        await client.SubscribeAsync("t", 2);
        Property[] properties = [(Prop.ReasonString, "why"), (Prop.UserProperty, ("a", "b")), (Prop.UserProperty, ("a", "b"))];
        await client.PublishAsync("t", "one", 1);
        var one = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Ack(5, PacketType.Puback, one.Id, Reason.NoMatchingSubscribers, properties));
        await client.SendAsync(Octets.Publish(5, "t", "two"u8.ToArray(), 2, 9));
        await client.TakeAsync(PacketType.Pubrec);
        await client.SendAsync(Octets.Ack(5, PacketType.Pubrel, 9, Reason.PacketIdentifierNotFound, properties));
        await client.TakeAsync(PacketType.Pubcomp);
        var two = await client.ExpectAsync(PacketType.Publish);
        await client.SendAsync(Octets.Ack(5, PacketType.Pubrec, two.Id, 0, properties));
        await client.ExpectAsync(PacketType.Pubrel);
        await client.SendAsync(Octets.Frame(0x70, Octets.UInt16(two.Id), [0]));
        await client.ExpectSilenceAsync();
    }

    [Theory]
    [BothVersions]
    public async Task APubrelForNothing_IsAnswered(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SendAsync(Octets.Ack(version, PacketType.Pubrel, 77));
        var pubcomp = await client.ExpectAsync(PacketType.Pubcomp);
        Assert.Equal(77, pubcomp.Id);
        Assert.Contains(pubcomp.Code, (byte[])[Reason.Success, Reason.PacketIdentifierNotFound]);
    }

    [Theory]
    [BothVersions]
    public async Task TheTopicOfADelivery_IsTheTopicOfThePublication(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("a/+/#");
        foreach (var topic in (string[])["a/b", "a//", "a/b/c", "a/ü/€/😀"])
        {
            await client.PublishAsync(topic, "x");
            await client.ReceiveAsync(topic, "x");
        }
    }

    [Theory]
    [BothVersions]
    public async Task APayload_MayBeEmptyOrLarge(byte version)
    {
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", 1);
        var client = await ConnectAsync(version, "one");
        foreach (var size in (int[])[0, 1, 127, 128, 16_383, 16_384, 200_000])
        {
            var payload = Enumerable.Range(0, size).Select(number => (byte)(number * 31)).ToArray();
            await client.SendAsync(Octets.Publish(version, "t", payload, 1, 5));
            Assert.Equal(5, (await client.ExpectAsync(PacketType.Puback)).Id);
            var publish = await subscriber.ExpectAsync(PacketType.Publish);
            Assert.Equal(payload, publish.Payload);
            await subscriber.AcknowledgeAsync(publish);
        }
    }
}
