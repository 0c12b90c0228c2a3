using Microsoft.Extensions.Hosting;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Ties MQTTnet's events to the gates while the application runs.</summary>
internal sealed class MqttEventWiring(MqttServer server, MqttConnectHandler connects, MessageGate messages, Subscriptions subscriptions, RetainedStore retained) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        server.ValidatingConnectionAsync += connects.ValidateAsync;
        server.InterceptingPublishAsync += messages.PublishAsync;
        server.InterceptingSubscriptionAsync += messages.SubscribeAsync;
        server.ClientSubscribedTopicAsync += e => messages.SubscribedAsync(e.ClientId, e.TopicFilter);
        server.ClientUnsubscribedTopicAsync += e => Did(() => subscriptions.Remove(e.ClientId, e.TopicFilter));
        server.LoadingRetainedMessageAsync += async e => e.LoadedRetainedMessages = await retained.LoadAsync(CancellationToken.None);
        server.SessionDeletedAsync += e => Did(() => subscriptions.Forget(e.Id));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task Did(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
