using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>
/// The data that the broker keeps for Things that are not connected: their MQTT sessions and retained messages. The broker implements it.
/// </summary>
public interface IPersistentSessions : IRetirementFollower
{
    /// <summary>Returns the session of a client that is not connected; null if there is none.</summary>
    SessionState? FindAbsent(string clientId);

    /// <summary>Returns the sessions of the instances of an application that are not connected, ordered by client identifier.</summary>
    IReadOnlyList<AbsentSession> AbsentOf(string application);
}

/// <summary>Used where no broker runs in the process, such as by the command line.</summary>
internal sealed class NoPersistentSessions : IPersistentSessions
{
    public SessionState? FindAbsent(string clientId) => null;

    public IReadOnlyList<AbsentSession> AbsentOf(string application) => [];

    public Task ForgetAsync(string thingName) => Task.CompletedTask;
}
