using System.Text;
using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The order of messages (section 4.6).</summary>
public sealed class OrderTests : ConformanceTest
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public async Task MessagesOfOneClient_ArriveInTheirOrder(byte version, int qos)
    {
        const int Count = 50;
        var subscriber = await ConnectAsync(version, "subscriber");
        await subscriber.SubscribeAsync("t", qos);
        var publisher = await ConnectAsync(version, "publisher");
        await publisher.SendAsync([.. Enumerable.Range(1, Count)
            .Select(number => Octets.Publish(version, "t", Encoding.UTF8.GetBytes($"{number}"), qos, qos == 0 ? 0 : number))]);
        for (var number = 1; number <= Count; number++)
        {
            if (qos == 1)
            {
                Assert.Equal(number, (await publisher.ExpectAsync(PacketType.Puback)).Id);
            }
            else if (qos == 2)
            {
                Assert.Equal(number, (await publisher.ExpectAsync(PacketType.Pubrec)).Id);
            }
        }
        if (qos == 2)
        {
            await publisher.SendAsync([.. Enumerable.Range(1, Count).Select(id => Octets.Ack(version, PacketType.Pubrel, id))]);
        }
        for (var number = 1; number <= Count; number++)
        {
            await subscriber.ReceiveAsync("t", $"{number}");
        }
    }

    [Theory]
    [BothVersions]
    public async Task PubrecsOfTheReceiver_AreAnsweredInTheirOrder(byte version)
    {
        var client = await ConnectAsync(version, "one");
        await client.SubscribeAsync("t", 2);
        var identifiers = new List<int>();
        for (var number = 0; number < 5; number++)
        {
            await client.PublishAsync("t", $"{number}", 2);
            identifiers.Add((await client.ExpectAsync(PacketType.Publish)).Id);
        }
        await client.SendAsync([.. identifiers.Select(id => Octets.Ack(version, PacketType.Pubrec, id))]);
        foreach (var id in identifiers)
        {
            Assert.Equal(id, (await client.ExpectAsync(PacketType.Pubrel)).Id);
        }
    }

    [Theory]
    [BothVersions]
    public async Task AQueuedSession_KeepsTheOrder(byte version)
    {
        var absent = await ConnectToSessionAsync(version, "absent");
        await absent.SubscribeAsync("t", 2);
        await absent.DisconnectAsync();
        var publisher = await ConnectAsync(version, "publisher");
        for (var number = 0; number < 60; number++)
        {
            await publisher.PublishAsync("t", $"{number}", 1 + number % 2);
        }
        var back = await ConnectToSessionAsync(version, "absent");
        for (var number = 0; number < 60; number++)
        {
            await back.ReceiveAsync("t", $"{number}");
        }
        await back.ExpectSilenceAsync();
    }
}
