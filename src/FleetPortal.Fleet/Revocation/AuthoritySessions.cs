using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Loads the authorities again after a change, and closes the sessions that depend on one of them.</summary>
public sealed class AuthoritySessions(Registry registry, AuthorityVault vault, LiveConnections connections)
{
    /// <summary>
    /// Loads the authorities from the table. Closes the sessions of an authority and its intermediates if <paramref name="close"/> is true.
    /// Returns the number of closed sessions.
    /// </summary>
    internal async Task<int> ReloadAndCloseAsync(long authorityKey, bool close)
    {
        try
        {
            await vault.ReloadAsync(CancellationToken.None);
        }
        catch when (close)
        {
            // The change is committed, so the sessions must close even if loading fails. The decider reads the status from the table.
            await CloseAsync(authorityKey);
            throw;
        }

        return close ? await CloseAsync(authorityKey) : 0;
    }

    private async Task<int> CloseAsync(long authorityKey)
    {
        // This includes connections that are being decided: they were entered before the decider read the table, or the decider read it
        // after the commit.
        await using var db = registry.Read();
        var family = await AuthorityFamily.KeysAsync(db, authorityKey, CancellationToken.None);
        var closing = await LiveCertificates.AmongAsync(connections.ShownCertificates,
            FamilyCertificates.Of(db.Set<CertificateRecord>(), family), CancellationToken.None);
        return await connections.CloseAsync(closing, SessionEndReason.RightsWithdrawn);
    }
}
