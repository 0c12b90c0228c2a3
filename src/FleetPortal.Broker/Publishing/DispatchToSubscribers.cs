using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;

namespace FleetPortal.Broker.Publishing;

/// <summary>Gives the message to the sessions that subscribe to its topic.</summary>
internal sealed class DispatchToSubscribers(Dispatcher dispatcher) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        switch (dispatcher.Dispatch(publish.Message, publish.Changes, publish.Waiting))
        {
            case Dispatched.Nobody:
                publish.Reason = ReasonCode.NoMatchingSubscribers;
                break;
            case Dispatched.Full:
                return publish.Refuse(ReasonCode.QuotaExceeded, ReasonStrings.QueuesFull);
        }

        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
