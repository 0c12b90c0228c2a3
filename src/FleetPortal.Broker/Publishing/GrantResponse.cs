using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Lets a Thing answer the request of an application: once, on the response topic of the request, if it is a topic of the application
/// (<c>apps/{application}/…</c>) and the application may subscribe to it. So the answer reaches the application and nobody else, and no
/// application can let a Thing publish in the name of another Thing.
/// </summary>
internal sealed class GrantResponse(ResponseRights rights) : IPublishStep
{
    private const int ThingLevel = 2;
    private const int CommandLevels = 5;

    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        if (publish.Policy.Kind == PrincipalKind.Application && publish.Message.ResponseTopic is { } response
            && ApplicationRights.IsOwnTopic(publish.Policy.PrincipalName, response) && publish.Policy.MaySubscribe(response).Allowed
            && TopicName.TryParse(publish.Message.Topic, out var topic))
        {
            var levels = topic.Levels;
            if (levels.Length >= CommandLevels && levels[0] == "fleet" && levels[ThingLevel + 1] == "commands")
            {
                rights.Grant(levels[ThingLevel], response);
            }
        }

        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
