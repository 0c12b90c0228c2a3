namespace FleetPortal.Fleet.Rotations;

/// <summary>Sends messages of the portal to devices. The broker implements it, so that the domain does not depend on a broker.</summary>
public interface IDeviceMessenger
{
    /// <summary>Sends JSON, at least once, to every session that subscribes to the topic, connected or not.</summary>
    Task SendAsync(string topic, byte[] json, CancellationToken cancellationToken);
}

/// <summary>Discards messages. Used if no broker runs in this process.</summary>
internal sealed class NoDeviceMessenger : IDeviceMessenger
{
    /// <inheritdoc/>
    public Task SendAsync(string topic, byte[] json, CancellationToken cancellationToken) => Task.CompletedTask;
}
