using FleetPortal.Fleet.Data;

namespace FleetPortal.Fleet.Connections;

/// <summary>A session stands on its certificate: when that expires, the session ends (MQTT 5: 0x87).</summary>
public sealed class EndExpiredSessions(Registry registry, LiveConnections connections)
{
    /// <summary>Ends those that are due; answers how many.</summary>
    public async Task<int> ExecuteAsync()
    {
        var now = registry.Time.GetUtcNow();
        var expired = connections.Open.Where(connection => connection.Presented?.NotAfter < now).ToList();
        await Task.WhenAll(expired.Select(connection => connections.CloseAsync(connection, SessionEnd.RightsWithdrawn)));
        return expired.Count;
    }
}
