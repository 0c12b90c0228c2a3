using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Closes the sessions whose certificate or authority has expired (MQTT 5 reason code 0x87).</summary>
public sealed class EndExpiredSessions(Registry registry, LiveConnections connections, AuthoritySessions authorities)
{
    // The authorities whose end was handled. Bounded by the number of authorities.
    private readonly HashSet<long> _carriedOut = [];

    /// <summary>Closes the sessions that are due. Returns their number. The upkeep calls it every second.</summary>
    public async Task<int> ExecuteAsync()
    {
        var now = registry.Time.GetUtcNow();
        var expired = connections.Open.Where(connection => connection.Presented?.NotAfter < now).ToList();
        await Task.WhenAll(expired.Select(connection => connections.CloseAsync(connection, SessionEndReason.RightsWithdrawn)));
        return expired.Count + await EndWithAuthoritiesAsync(now);
    }

    /// <summary>
    /// Closes the sessions of expired authorities. An external certificate may be valid longer than its authority; a session is not. The
    /// end of each authority is handled once.
    /// </summary>
    private async Task<int> EndWithAuthoritiesAsync(DateTimeOffset now)
    {
        List<long> ended;
        await using (var db = registry.Read())
        {
            ended = await db.Set<AuthorityRecord>().Where(x => x.NotAfter < now).Select(x => x.Key).ToListAsync();
        }

        var closed = 0;
        foreach (var key in ended.Where(key => !_carriedOut.Contains(key)))
        {
            closed += await authorities.ReloadAndCloseAsync(key, close: true);
            _carriedOut.Add(key);
        }

        return closed;
    }
}
