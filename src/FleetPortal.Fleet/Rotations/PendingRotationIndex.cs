using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>
/// The Things that must receive a rotation command when they connect, and the certificates that a connect proves. Every connect looks them
/// up in memory, without a query. Bounded by the open rotations. Loaded at start, and updated after every commit.
/// </summary>
public sealed class PendingRotationIndex(Registry registry) : IStatusFollower, IRetirementFollower
{
    private readonly ConcurrentDictionary<string, string> _toTell = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CertificateId, string> _toProve = [];

    /// <summary>Returns the id of the rotation that a Thing must be told of, or null.</summary>
    public string? ToTell(string thingName) => _toTell.GetValueOrDefault(thingName);

    /// <summary>Returns the id of the rotation that a connection with this certificate proves, or null.</summary>
    public string? ToProve(CertificateId certificate) => _toProve.GetValueOrDefault(certificate);

    /// <inheritdoc/>
    public void StatusChanged(CertificateStatusChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Status == CertificateStatus.Revoked)
        {
            ForgetProof(change.Id);
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        Forget(thingName, null);
        return Task.CompletedTask;
    }

    /// <summary>Loads the open rotations from the table. Call it at start.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var open = await db.Set<RotationRecord>().Where(x => x.State < RotationState.Proven)
            .Select(x => new { x.Id, x.Thing!.Name, x.State, x.RequestedBy, NewId = x.NewCertificate!.Id }).ToListAsync(cancellationToken);
        foreach (var rotation in open)
        {
            // A device that renews without being asked receives no command.
            if (RotationRows.WasAskedFor(rotation.RequestedBy, rotation.Name))
            {
                Tell(rotation.Name, rotation.Id);
            }

            if (rotation.State == RotationState.Issued)
            {
                Prove(CertificateId.FromOctets(rotation.NewId), rotation.Id);
            }
        }
    }

    /// <summary>Adds a Thing that must be told of a rotation.</summary>
    internal void Tell(string thingName, string rotationId) => _toTell[thingName] = rotationId;

    /// <summary>
    /// Adds a new certificate that waits for its proof. The Thing still receives the command until it connects with the certificate,
    /// because the certificate may have been lost on its way.
    /// </summary>
    internal void Prove(CertificateId certificate, string rotationId) => _toProve[certificate] = rotationId;

    /// <summary>Removes a Thing and its new certificate, because the rotation is proven or has ended.</summary>
    internal void Forget(string thingName, CertificateId? certificate)
    {
        _toTell.TryRemove(thingName, out _);
        if (certificate is { } id)
        {
            ForgetProof(id);
        }
    }

    /// <summary>Removes a Thing if its entry is still this rotation; a newer rotation stays.</summary>
    internal void ForgetTelling(
        string thingName, string rotationId) => _toTell.TryRemove(new KeyValuePair<string, string>(thingName, rotationId));

    /// <summary>Removes a certificate that was retired before it was proven.</summary>
    internal void ForgetProof(CertificateId certificate) => _toProve.TryRemove(certificate, out _);
}
