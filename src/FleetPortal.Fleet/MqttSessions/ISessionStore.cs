namespace FleetPortal.Fleet.MqttSessions;

/// <summary>Where the broker stores MQTT sessions: the database, or memory in tests of the protocol.</summary>
public interface ISessionStore
{
    /// <summary>Applies changes in one transaction. Completes when they are on the disk.</summary>
    Task ApplyAsync(IReadOnlyList<SessionChange> changes, CancellationToken cancellationToken);

    /// <summary>Loads everything, and deletes messages that no session needs.</summary>
    Task<StoredSessions> LoadAsync(CancellationToken cancellationToken);
}
