namespace FleetPortal.Fleet.Rotations;

/// <summary>Says something to a device on a topic of its own, if it is there. The wall to whatever broker there is.</summary>
public interface IDeviceMessenger
{
    /// <summary>Sends JSON, at least once, to whoever listens on the topic now or has a session that does.</summary>
    Task SendAsync(string topic, byte[] json, CancellationToken cancellationToken);
}

/// <summary>Where no broker runs in this process.</summary>
internal sealed class NoDeviceMessenger : IDeviceMessenger
{
    public Task SendAsync(string topic, byte[] json, CancellationToken cancellationToken) => Task.CompletedTask;
}
