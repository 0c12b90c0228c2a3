using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;

namespace FleetPortal.Broker.Publishing;

/// <summary>Gives the message to the sessions that subscribe to its topic.</summary>
internal sealed class DispatchToSubscribers(Dispatcher dispatcher) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        if (dispatcher.Dispatch(publish.Message, publish.Changes, publish.Waiting) == Dispatched.Nobody)
        {
            publish.Reason = ReasonCode.NoMatchingSubscribers;
        }

        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
