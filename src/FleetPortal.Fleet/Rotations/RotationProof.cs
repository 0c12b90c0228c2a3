using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Proves rotations: when a device connects with its new certificate, the grace period of the old one begins.</summary>
public sealed class RotationProof(Registry registry, PendingRotationIndex watch)
{
    /// <summary>Records a connection with a certificate. Does nothing if no rotation waits for its proof.</summary>
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
