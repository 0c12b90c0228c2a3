using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Calls every <see cref="IStatusFollower"/> for every certificate that was issued or imported, after its commit.</summary>
internal sealed class TellOfNewCertificates(IEnumerable<IStatusFollower> followers) : AfterCommit<NewCertificates>
{
    private readonly IStatusFollower[] _followers = [.. followers];

    /// <inheritdoc/>
    protected override Task RunAsync(IReadOnlyList<NewCertificates> notes, long started)
    {
        foreach (var added in notes.SelectMany(note => note.Certificates))
        {
            var change = new CertificateStatusChange(added.Id, added.Owner, added.OwnerKind, added.SerialNumber, added.Status);
            foreach (var follower in _followers)
            {
                follower.StatusChanged(change);
            }
        }

        return Task.CompletedTask;
    }
}
