using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>
/// Closes the connections of applications that another process has changed: the command line deletes an application beside a running
/// portal. A change in this process closes them at once.
/// </summary>
public sealed class EndApplicationSessions(Registry registry, LiveConnections connections)
{
    /// <summary>Compares the connected applications with the tables. Returns the number of closed sessions.</summary>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var connected = connections.Applications;
        if (connected.Count == 0)
        {
            return 0;
        }

        await using var db = registry.Read();
        var stored = await db.Set<ApplicationRecord>().Where(x => connected.Contains(x.Principal!.Name))
            .Select(x => new { x.Principal!.Name, x.Hears, x.Publishes, Lives = x.Principal.Enabled && x.Principal.RetiredAt == null })
            .ToDictionaryAsync(x => x.Name, StringComparer.Ordinal, cancellationToken);
        var closed = 0;
        foreach (var name in connected)
        {
            var policy = connections.OfApplication(name).FirstOrDefault()?.Policy;
            var rights = stored.TryGetValue(name, out var row) && row.Lives
                ? ApplicationDetails.Rights(name, row.Hears, row.Publishes) : null;
            if (policy is not null && (rights is null || !rights.Hears.Select(right => right.Text).SequenceEqual(policy.SubscribeFilters)
                || !rights.Publishes.Select(right => right.Text).SequenceEqual(policy.PublishFilters)))
            {
                closed += await connections.ClosePrincipalAsync(name, SessionEndReason.RightsWithdrawn);
            }
        }

        return closed;
    }
}
