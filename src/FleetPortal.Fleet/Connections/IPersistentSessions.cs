using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// The data that the broker keeps for Things that are not connected: their MQTT sessions and retained messages. The broker implements it.
/// </summary>
public interface IPersistentSessions : IRetirementFollower;

/// <summary>Used where no broker runs in the process, such as by the command line.</summary>
internal sealed class NoPersistentSessions : IPersistentSessions
{
    public Task ForgetAsync(string thingName) => Task.CompletedTask;
}
