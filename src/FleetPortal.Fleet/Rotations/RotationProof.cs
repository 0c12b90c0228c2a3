using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>A device has connected with its new certificate: the rotation is proven, and the grace period of the old one begins.</summary>
public sealed class RotationProof(Registry registry, PendingRotationIndex watch)
{
    /// <summary>Notes a connection; does nothing where there is nothing to prove.</summary>
    public async Task NoteConnectedAsync(string thingName, CertificateId certificate)
    {
        if (watch.ToProve(certificate) is not { } id)
        {
            return;
        }

        await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<RotationRecord>().Single(x => x.Id == id);
                if (record.State != RotationState.Issued)
                {
                    return;
                }

                (record.ProvenAt, record.CommitDueAt) = (scope.Now, scope.Now.AddSeconds(record.GraceSeconds));
                RotationRows.Move(scope, record, thingName, RotationState.Proven, Actor.Device(thingName));
            },
            CancellationToken.None);
        watch.Forget(thingName, certificate);
    }
}
