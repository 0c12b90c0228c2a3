using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Broker.Tests.Conformance;

/// <summary>The rolling proof in CONNECT and CONNACK: a user property of the portal, which no standard names.</summary>
public sealed class RollingProofTests : ConformanceTest
{
    [Fact]
    public async Task AClientOfMqtt5_ShowsItAsUserProperty_AndGetsTheNextOneInConnack()
    {
        MosquittoDiffers("knows no rolling proof");
        Property[] shown = [(Prop.UserProperty, ("other", "x")), (Prop.UserProperty, ("fleet-proof", "one"))];
        Assert.Equal([("fleet-proof", "after-one")], (await ConnackAsync(new Connect(5, "a") { Properties = shown })).UserProperties);
        Assert.Equal([("fleet-proof", "after-two")], (await ConnackAsync(new Connect(5, "b") { UserName = "proof=two" })).UserProperties);
    }

    [Fact]
    public async Task AnotherUserNameOrUserProperty_MeansNothing()
    {
        MosquittoDiffers("knows no rolling proof");
        Property[] other = [(Prop.UserProperty, ("Fleet-Proof", "one"))];
        Assert.Empty((await ConnackAsync(new Connect(5, "a") { Properties = other, UserName = "somebody" })).UserProperties);
    }

    [Fact]
    public async Task AClientThatTakesNoLargePacket_GetsConnackWithoutIt()
    {
        MosquittoDiffers("knows no rolling proof");
        Property[] small = [(Prop.MaximumPacketSize, 40u), (Prop.UserProperty, ("fleet-proof", "one"))];
        Assert.Empty((await ConnackAsync(new Connect(5, "a") { Properties = small })).UserProperties);
    }

    [Fact]
    public async Task AClientOfMqtt311_ShowsItInTheUserName_AndItsConnackIsUnchanged()
    {
        MosquittoDiffers("knows no rolling proof");
        Assert.Equal(4, (await ConnackAsync(new Connect(4, "a") { UserName = "proof=one" })).Size);
    }

    private async Task<RawPacket> ConnackAsync(Connect connect)
    {
        var client = await OpenAsync(connect.Version);
        await client.SendAsync(connect.ToOctets());
        var answer = await client.ExpectAsync(PacketType.Connack);
        Assert.Equal(Reason.Success, answer.Code);
        return answer;
    }
}
