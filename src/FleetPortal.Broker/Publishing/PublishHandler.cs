namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Runs every <see cref="IPublishStep"/> on a PUBLISH, until one stops. Rights come from the policy of the live connection, never from the
/// MQTT session, which another connection may resume.
/// </summary>
internal sealed class PublishHandler(IEnumerable<IPublishStep> steps)
{
    private readonly IPublishStep[] _steps = [.. steps];

    /// <summary>Handles one PUBLISH. The acknowledgement is sent afterwards.</summary>
    public ValueTask PublishAsync(PublishContext publish)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i].RunAsync(publish);
            if (!step.IsCompletedSuccessfully)
            {
                return ContinueAsync(step, publish, i + 1);
            }

            if (step.Result == PublishFlow.Stop)
            {
                break;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Waits for a step, and runs those that follow. Only a step that waits pays for a state machine.</summary>
    private async ValueTask ContinueAsync(ValueTask<PublishFlow> waiting, PublishContext publish, int next)
    {
        while (await waiting == PublishFlow.Continue && next < _steps.Length)
        {
            waiting = _steps[next++].RunAsync(publish);
        }
    }
}
