using System.Collections.Concurrent;
using FleetPortal.Fleet.Data;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotation;

/// <summary>
/// Which Things are to be told of a rotation when they come, and which certificates wait to be proven: looked up at every connect
/// without asking the database. Bounded by the open rotations; filled at start, and after every step's commit.
/// </summary>
public sealed class RotationWatch(Registry registry)
{
    private readonly ConcurrentDictionary<string, string> _toTell = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CertificateId, string> _toProve = [];

    /// <summary>The rotation that a Thing must be told of, or null.</summary>
    public string? ToTell(string thingName) => _toTell.GetValueOrDefault(thingName);

    /// <summary>The rotation that a connection with this certificate proves, or null.</summary>
    public string? ToProve(CertificateId certificate) => _toProve.GetValueOrDefault(certificate);

    /// <summary>Reads the open rotations.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var open = await db.Rotations.Where(x => x.State < RotationState.Proven).Select(x => new { x.Id, x.Thing!.Name, x.State, NewId = x.NewCertificate!.Id }).ToListAsync(cancellationToken);
        foreach (var rotation in open)
        {
            if (rotation.State == RotationState.Requested)
            {
                Tell(rotation.Name, rotation.Id);
            }
            else
            {
                Prove(CertificateId.FromOctets(rotation.NewId), rotation.Name, rotation.Id);
            }
        }
    }

    internal void Tell(string thingName, string rotationId) => _toTell[thingName] = rotationId;

    internal void Prove(CertificateId certificate, string thingName, string rotationId)
    {
        _toProve[certificate] = rotationId;
        _toTell.TryRemove(thingName, out _);
    }

    /// <summary>Nothing is to be told or proven any more.</summary>
    internal void Forget(string thingName, CertificateId? certificate)
    {
        _toTell.TryRemove(thingName, out _);
        if (certificate is { } id)
        {
            _toProve.TryRemove(id, out _);
        }
    }
}
