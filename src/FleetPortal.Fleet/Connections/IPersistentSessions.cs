namespace FleetPortal.Fleet.Connections;

/// <summary>What a broker keeps of a Thing that is not connected: its MQTT session and its retained messages. The wall to whatever broker there is.</summary>
public interface IPersistentSessions
{
    /// <summary>Drops everything that is kept of a Thing.</summary>
    Task ForgetAsync(string thingName);
}

/// <summary>Where no broker runs in this process: the command line beside a portal.</summary>
internal sealed class NoPersistentSessions : IPersistentSessions
{
    public Task ForgetAsync(string thingName) => Task.CompletedTask;
}
