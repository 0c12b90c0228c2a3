using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using Xunit;

namespace FleetPortal.Broker.Tests.Sessions;

/// <summary>What an outbox sends, keeps and drops.</summary>
public sealed class OutboxTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly Outbox _outbox = new(new BrokerLimits(), new QueueBudget(1_000_000));
    private readonly List<Delivery> _dropped = [];

    [Fact]
    public void AConnectionThatMustWait_GetsNothing_AndNothingIsLost()
    {
        Add("one");
        var closing = new Receiver { MustWait = true, MayHearNothing = true };
        _outbox.Attach(closing);
        _outbox.Pump(closing, Now, _dropped);
        Assert.Empty(closing.Sent);
        Assert.Empty(_dropped);

        var next = new Receiver();
        _outbox.Attach(next);
        _outbox.Pump(next, Now, _dropped);
        Assert.Equal(["one"], next.Sent);
    }

    [Fact]
    public void AMessageThatTheRightsNoLongerAllow_IsDropped_AndCounted()
    {
        Add("one");
        var receiver = new Receiver { MayHearNothing = true };
        _outbox.Attach(receiver);
        _outbox.Pump(receiver, Now, _dropped);
        Assert.Empty(receiver.Sent);
        Assert.Single(_dropped);
        Assert.Equal(1, _outbox.Dropped[(int)DropReason.NotAuthorized]);
    }

    [Fact]
    public void AMessageThatIsNotOnTheDisk_HoldsBackThoseBehindIt()
    {
        var first = Add("one");
        first.State = DeliveryState.Storing;
        Add("two");
        var receiver = new Receiver();
        _outbox.Attach(receiver);
        _outbox.Pump(receiver, Now, _dropped);
        Assert.Empty(receiver.Sent);
        first.State = DeliveryState.Queued;
        _outbox.Pump(receiver, Now, _dropped);
        Assert.Equal(["one", "two"], receiver.Sent);
    }

    private Delivery Add(string topic)
    {
        var delivery = new Delivery(
            Message.OfPortal(topic, [], QualityOfService.AtLeastOnce), QualityOfService.AtLeastOnce, false, [], null) { QueuedAt = Now };
        Assert.True(_outbox.TryAdd(delivery, true, _dropped));
        return delivery;
    }

    private sealed class Receiver : IMessageReceiver
    {
        public List<string> Sent { get; } = [];

        public bool MayHearNothing { get; init; }

        public bool MustWait { get; init; }

        public int ReceiveMaximum => 10;

        public bool MayHear(string topic) => !MayHearNothing;

        public bool Publish(
            Message message, QualityOfService quality, ushort packetId, bool duplicate, bool retain, IReadOnlyList<uint> identifiers)
        {
            Sent.Add(message.Topic);
            return true;
        }

        public void Release(ushort packetId)
        {
        }
    }
}
