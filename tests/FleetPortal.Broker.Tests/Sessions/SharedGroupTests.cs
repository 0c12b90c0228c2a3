using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>A shared group whose members come and go while messages arrive.</summary>
public sealed class SharedGroupTests : SessionTest
{
    private const int Rounds = 20;
    private const int EachRound = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WhenMembersBreakOff_NothingIsLostAtQoS1_AndNothingComesTwiceAtQoS2(int qos)
    {
        await StartAsync();
        var stays = await MemberAsync("app.1");
        var publisher = await ConnectAsync(5, "publisher");
        var (sent, seen) = (new List<string>(), new List<string>());
        for (var round = 0; round < Rounds; round++)
        {
            // The session of the round before ends here, with what it did not acknowledge.
            var goes = await MemberAsync("app.2");
            for (var i = 0; i < EachRound; i++)
            {
                sent.Add($"{round}.{i}");
                await publisher.PublishAsync("t", sent[^1], qos);
            }

            for (var i = 0; i < 2; i++)
            {
                var publish = await goes.ExpectAsync(PacketType.Publish);
                seen.Add(publish.Text);
                await goes.AcknowledgeAsync(publish);
            }

            // At QoS 2, a message that a client has seen is its own, even if it breaks off before PUBREC.
            var open = await goes.ExpectAsync(PacketType.Publish);
            seen.AddRange(qos == 2 ? [open.Text] : []);
            await goes.DisposeAsync();
            seen.AddRange(await DrainAsync(stays));
        }

        await (await MemberAsync("app.2")).DisconnectAsync();
        while (qos == 1 && sent.Except(seen).Any())
        {
            var publish = await stays.ExpectAsync(PacketType.Publish);
            seen.Add(publish.Text);
            await stays.AcknowledgeAsync(publish);
        }

        seen.AddRange(await DrainAsync(stays));
        Assert.Empty(seen.Except(sent));
        Assert.InRange(seen.Distinct().Count(), Rounds * EachRound / 2, Rounds * EachRound);
        Assert.True(qos == 1 || seen.Count == seen.Distinct().Count(), "A message came twice.");
    }

    private async Task<RawClient> MemberAsync(string clientId)
    {
        var member = await ConnectAsync(5, clientId);
        await member.SubscribeAsync("$share/group/t", 2);
        return member;
    }

    /// <summary>Takes everything that has come up to now, and takes part in the exchange of each to its end.</summary>
    private static async Task<IEnumerable<string>> DrainAsync(RawClient client)
    {
        var taken = new List<RawPacket>();
        await client.SendAsync(Octets.Pingreq);
        while (await client.NextAsync() is { Type: PacketType.Publish } publish)
        {
            taken.Add(publish);
        }

        foreach (var publish in taken)
        {
            await client.AcknowledgeAsync(publish);
        }

        return taken.Select(publish => publish.Text);
    }
}
