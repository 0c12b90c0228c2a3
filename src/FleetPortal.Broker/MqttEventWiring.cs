using FleetPortal.Broker.Publishing;
using Microsoft.Extensions.Hosting;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Connects MQTTnet's events to their handlers when the application starts.</summary>
internal sealed class MqttEventWiring(
    MqttServer server, MqttConnectHandler connects, PublishHandler publishes, SubscribeHandler subscribes, Subscriptions subscriptions,
    RetainedStore retained) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        server.ValidatingConnectionAsync += connects.ValidateAsync;
        server.InterceptingPublishAsync += publishes.PublishAsync;
        server.InterceptingSubscriptionAsync += subscribes.SubscribeAsync;
        server.ClientSubscribedTopicAsync += e => subscribes.SubscribedAsync(e.ClientId, e.TopicFilter);
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
