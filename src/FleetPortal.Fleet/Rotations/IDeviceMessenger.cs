using System.Text.Json.Serialization;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Where a message to a device went.</summary>
public enum MessageOutcome
{
    /// <summary>At least one connected session took it.</summary>
    Delivered,

    /// <summary>A session that is not connected has queued it.</summary>
    Queued,

    /// <summary>Sessions subscribe to the topic, but none has a place in its queue. The message is lost.</summary>
    [JsonStringEnumMemberName("queue-full")]
    QueueFull,

    /// <summary>No session subscribes to the topic. The message is lost.</summary>
    [JsonStringEnumMemberName("nobody-listens")]
    NobodyListens,
}

/// <summary>Sends messages of the portal to devices. The broker implements it, so that the domain does not depend on a broker.</summary>
public interface IDeviceMessenger
{
    /// <summary>
    /// Sends JSON, at least once, to every session that subscribes to the topic, connected or not. Completes when queued messages are on
    /// the disk.
    /// </summary>
    Task<MessageOutcome> SendAsync(string topic, byte[] json, CancellationToken cancellationToken);
}

/// <summary>Discards messages. Used if no broker runs in this process.</summary>
internal sealed class NoDeviceMessenger : IDeviceMessenger
{
    /// <inheritdoc/>
    public Task<MessageOutcome> SendAsync(string topic, byte[] json, CancellationToken cancellationToken) =>
        Task.FromResult(MessageOutcome.NobodyListens);
}
