using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation.StatusEffects;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>
/// Which Things are to be told of a rotation when they come, and which certificates wait to be proven: looked up at every connect
/// without asking the database. Bounded by the open rotations; filled at start, and after every step's commit.
/// </summary>
public sealed class PendingRotationIndex(Registry registry) : IStatusFollower
{
    private readonly ConcurrentDictionary<string, string> _toTell = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CertificateId, string> _toProve = [];

    /// <summary>The rotation that a Thing must be told of, or null.</summary>
    public string? ToTell(string thingName) => _toTell.GetValueOrDefault(thingName);

    /// <summary>The rotation that a connection with this certificate proves, or null.</summary>
    public string? ToProve(CertificateId certificate) => _toProve.GetValueOrDefault(certificate);

    /// <inheritdoc/>
    public void StatusChanged(CertificateId id, CertificateStatus status)
    {
        if (status == CertificateStatus.Revoked)
        {
            ForgetProof(id);
        }
    }

    /// <summary>Reads the open rotations.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var open = await db.Set<RotationRecord>().Where(x => x.State < RotationState.Proven).Select(x => new { x.Id, x.Thing!.Name, x.State, x.RequestedBy, NewId = x.NewCertificate!.Id }).ToListAsync(cancellationToken);
        foreach (var rotation in open)
        {
            // A device that renews of its own accord is not asked to.
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

    internal void Tell(string thingName, string rotationId) => _toTell[thingName] = rotationId;

    /// <summary>A certificate was issued. Whoever was asked for it goes on being told until it comes with it: the answer may have been lost.</summary>
    internal void Prove(CertificateId certificate, string rotationId) => _toProve[certificate] = rotationId;

    /// <summary>Nothing is to be told or proven any more.</summary>
    internal void Forget(string thingName, CertificateId? certificate)
    {
        _toTell.TryRemove(thingName, out _);
        if (certificate is { } id)
        {
            ForgetProof(id);
        }
    }

    /// <summary>A rotation is over that somebody wanted to tell of; another may have begun meanwhile, and stays.</summary>
    internal void ForgetTelling(string thingName, string rotationId) => _toTell.TryRemove(new KeyValuePair<string, string>(thingName, rotationId));

    /// <summary>A certificate was retired before it was proven.</summary>
    internal void ForgetProof(CertificateId certificate) => _toProve.TryRemove(certificate, out _);
}
