using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Makes the portal trust the authorities as the table has them, and closes the sessions that depend on one.</summary>
public sealed class AuthoritySessions(Registry registry, AuthorityVault vault, LiveConnections connections)
{
    /// <summary>Trusts it or not from now on, and closes what hangs on it; answers how many sessions.</summary>
    internal async Task<int> ReloadAndCloseAsync(long authorityKey, bool close)
    {
        try
        {
            await vault.ReloadAsync(CancellationToken.None);
        }
        catch when (close)
        {
            // What was committed is carried out whatever else fails: the decider asks the table.
            await CloseAsync(authorityKey);
            throw;
        }

        return close ? await CloseAsync(authorityKey) : 0;
    }

    private async Task<int> CloseAsync(long authorityKey)
    {
        // Those that are being decided on are among them: they entered before they read the table, or read it after the commit.
        await using var db = registry.Read();
        var family = await AuthorityFamily.KeysAsync(db, authorityKey, CancellationToken.None);
        var closing = await LiveCertificates.AmongAsync(connections.ShownCertificates, FamilyCertificates.Of(db.Set<CertificateRecord>(), family), CancellationToken.None);
        return await connections.CloseAsync(closing, SessionEndReason.RightsWithdrawn);
    }
}
