using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>A session stands on its certificate and on its authority: when one of them expires, the session ends (MQTT 5: 0x87).</summary>
public sealed class EndExpiredSessions(Registry registry, LiveConnections connections, AuthoritySessions authorities)
{
    // Bounded by the authorities there are.
    private readonly HashSet<long> _carriedOut = [];

    /// <summary>Ends those that are due; answers how many.</summary>
    public async Task<int> ExecuteAsync()
    {
        var now = registry.Time.GetUtcNow();
        var expired = connections.Open.Where(connection => connection.Presented?.NotAfter < now).ToList();
        await Task.WhenAll(expired.Select(connection => connections.CloseAsync(connection, SessionEndReason.RightsWithdrawn)));
        return expired.Count + await EndWithAuthoritiesAsync(now);
    }

    /// <summary>A certificate from outside may be meant to outlive its authority; a session does not. Each authority's end is carried out once.</summary>
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
