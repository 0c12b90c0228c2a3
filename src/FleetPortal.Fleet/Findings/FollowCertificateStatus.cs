using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>
/// Changes the state of findings together with the status of their certificates. A finding is contained while none of its certificates is
/// active, and open again when one is released. It does not matter which use case changes the status.
/// </summary>
internal sealed class FollowCertificateStatus : IStatusStep
{
    private const string OpenFindings = """
        SELECT f."Key" FROM FindingCertificates c JOIN Findings f ON f."Key" = c.FindingKey WHERE c.CertificateId = $1 AND f.State = $2
        """;

    private static readonly string HasActive = $"""
        SELECT EXISTS (SELECT 1 FROM FindingCertificates c JOIN Certificates x ON x.Id = c.CertificateId
        WHERE c.FindingKey = $1 AND x.Id <> $2 AND x.Status = {(int)CertificateStatus.Active})
        """;

    public void Apply(WriteScope scope, CertificateTransition transition)
    {
        var id = transition.Certificate.Id;
        var isActive = transition.To == CertificateStatus.Active;
        var state = isActive ? FindingState.Contained : FindingState.Open;
        foreach (var key in scope.Statements.Rows(OpenFindings, row => row.GetInt64(0), id, (int)state))
        {
            if (!isActive && scope.Statements.Scalar<long>(HasActive, key, id) != 0)
            {
                continue;
            }

            // An earlier certificate of this transaction may have moved it already.
            var finding = scope.Db.Set<FindingRecord>().Single(x => x.Key == key);
            if (finding.State != state)
            {
                continue;
            }

            FindingRows.Move(scope, finding, isActive ? FindingState.Open : FindingState.Contained,
                isActive ? FindingEntries.Released : FindingEntries.Contained, transition.Actor, transition.Note);
        }
    }
}
