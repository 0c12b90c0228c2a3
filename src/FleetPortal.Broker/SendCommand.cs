using System.Text;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>A command that was sent.</summary>
/// <param name="Topic">The topic on which it was sent.</param>
/// <param name="Outcome">Where it went.</param>
public sealed record SentCommand(string Topic, MessageOutcome Outcome);

/// <summary>Sends a command to a Thing on its own <c>…/commands/</c> topic, at least once.</summary>
public sealed class SendCommand
{
    private const int MaxPayload = 64 * 1024;

    private readonly IDeviceMessenger _messenger;
    private readonly ThingQueries _things;
    private readonly TopicLimits _limits;

    internal SendCommand(IDeviceMessenger messenger, ThingQueries things, TopicLimits limits) =>
        (_messenger, _things, _limits) = (messenger, things, limits);

    /// <summary>Sends a command; needs the right <see cref="Permission.Command"/>. Returns the topic and where the command went.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>command-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<SentCommand> ExecuteAsync(
        string thingName, string command, string payload, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(payload);
        actor.Require(Permission.Command);
        if (!ThingName.TryParse(command, out _))
        {
            throw new FleetError(BrokerErrors.CommandInvalid,
                [new Fault("command", "A command is one topic level of letters, digits, colons, underscores or hyphens.")]);
        }

        if (payload.Length > MaxPayload)
        {
            throw new FleetError(BrokerErrors.CommandInvalid, [new Fault("payload", $"A payload has at most {MaxPayload} characters.")]);
        }

        if (await _things.FindAsync(thingName, actor, cancellationToken) is not { RetiredAt: null } thing)
        {
            throw FleetError.NotFound(ThingErrors.NotFound, thingName);
        }

        var topic = $"{new ThingTopicPolicy(thing.Name, thing.Type).Prefix}/commands/{command}";
        if (_limits.Excess(topic) is { } excess)
        {
            throw new FleetError(BrokerErrors.CommandInvalid, [new Fault("command", $"Choose a shorter name: {excess}.")]);
        }

        return new SentCommand(topic, await _messenger.SendAsync(topic, Encoding.UTF8.GetBytes(payload), cancellationToken));
    }
}
