using MQTTnet;
using MQTTnet.Protocol;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A device uses topics of another device, and is refused.</summary>
internal sealed class TopicTrespassScenario : IScenario
{
    private const string AllCommands = "fleet/+/+/commands/#";

    public string Name => "topic-trespass";

    public string Title => "In another’s name";

    public string Summary => "A pump publishes under its neighbour’s name and asks for the commands of all. "
        + "Both are refused, while it may still use the topics that carry its own name.";

    public string Recommendation => "1.1.4";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Two pumps are connected", "each with its own certificate"),
        new("One publishes under the other’s name", "refused"),
        new("It asks for the commands of all", "refused"),
        new("It publishes under its own name", "accepted"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing own = null!, other = null!;
        ScenarioDevice device = null!;
        await run.StepAsync(async () =>
        {
            (own, other) = (await run.AddThingAsync("topic-trespass", cancellationToken),
                await run.AddThingAsync("topic-trespass", cancellationToken));
            device = run.AddDevice(own);
            await Task.WhenAll(device.RequireConnectAsync(cancellationToken), run.AddDevice(other).RequireConnectAsync(cancellationToken));
            run.Say($"{own.Name} and {other.Name}");
        });
        await run.StepAsync(async () =>
        {
            var topic = $"{other.Prefix}/telemetry/vibration";
            if (await PublishAsync(device, topic, cancellationToken) is var code && code < MqttClientPublishReasonCode.UnspecifiedError)
            {
                throw new ScenarioException($"{own.Name} could publish to {topic}.");
            }

            run.Say($"{topic}: {code}");
        });
        await run.StepAsync(async () =>
        {
            var answer = await device.Client.SubscribeAsync(AllCommands, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken);
            var code = answer.Items.First().ResultCode;
            if (code < MqttClientSubscribeResultCode.UnspecifiedError)
            {
                throw new ScenarioException($"{own.Name} could subscribe to {AllCommands}.");
            }

            run.Say($"{AllCommands}: {code}");
        });
        await run.StepAsync(async () =>
        {
            var topic = $"{own.Prefix}/telemetry/vibration";
            if (await PublishAsync(device, topic, cancellationToken) is var code && code >= MqttClientPublishReasonCode.UnspecifiedError)
            {
                throw new ScenarioException($"{own.Name} could not publish to {topic}: {code}");
            }

            run.Say(topic);
        });
    }

    private static async Task<MqttClientPublishReasonCode> PublishAsync(
        ScenarioDevice device, string topic, CancellationToken cancellationToken) => (await device.Client.PublishStringAsync(
            topic, "{\"rms\":2.4}", MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: cancellationToken)).ReasonCode;
}
