namespace FleetPortal.Fleet.Rotation;

/// <summary>Says something to a device on a topic of its own, if it is there. The wall to whatever broker there is.</summary>
public interface IDeviceNotices
{
    /// <summary>Sends JSON, at least once, to whoever listens on the topic now or has a session that does.</summary>
    Task SayAsync(string topic, byte[] json, CancellationToken cancellationToken);
}

/// <summary>Where no broker runs in this process.</summary>
internal sealed class NoDeviceNotices : IDeviceNotices
{
    public Task SayAsync(string topic, byte[] json, CancellationToken cancellationToken) => Task.CompletedTask;
}
