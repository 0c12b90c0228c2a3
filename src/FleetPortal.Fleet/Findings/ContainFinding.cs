using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Findings;

/// <summary>The result of a containment. All its effects are complete.</summary>
/// <param name="State">The state of the finding.</param>
/// <param name="SessionsClosed">The number of closed sessions.</param>
/// <param name="CertificatesHeld">The certificates that were put on hold.</param>
/// <param name="Elapsed">The time from the request to the result.</param>
/// <param name="Known">The propagation times.</param>
public sealed record FindingContainment(
    FindingState State, int SessionsClosed, IReadOnlyList<CertificateId> CertificatesHeld, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>
/// Contains the Thing or application of a finding: its active certificates are put on hold, its sessions are closed, and reconnects are
/// refused. A release of the Thing undoes it; certificates of an application are released one by one. Needs
/// <see cref="Permission.Contain"/>.
/// </summary>
public sealed class ContainFinding(Registry registry)
{
    /// <summary>Contains the finding and waits until the sessions are closed. A repetition changes nothing.</summary>
    /// <param name="id">The identifier of the finding.</param>
    /// <param name="note">The reason for the audit; null for none.</param>
    /// <param name="actor">The actor who contains it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-closed</c>, <c>finding-nothing-to-contain</c>,
    /// <c>thing-not-found</c>, <c>note-too-long</c>, <c>note-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<FindingContainment> ExecuteAsync(string id, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var started = registry.Time.GetTimestamp();
        var (state, changes) = await registry.WriteAsync(scope => Contain(scope, id, note, actor), cancellationToken);
        return new FindingContainment(state, changes.SessionsClosed,
            [.. changes.Certificates.Select(certificate => certificate.Id)], registry.Time.GetElapsedTime(started), changes.Known);
    }

    private static (FindingState State, StatusChanges Changes) Contain(WriteScope scope, string id, string? note, Actor actor)
    {
        var finding = FindingRows.FindOpen(scope, id);
        var name = finding.Principal ?? throw new FleetError(FleetErrorKind.Refused, FindingErrors.NothingToContain,
            "The finding is about no single Thing. Follow its remedy.");
        var changes = ThingHold.ContainPrincipal(scope, name, note, actor);

        // The step of the status change has moved the finding, unless no certificate of it was active.
        if (finding.State == FindingState.Open)
        {
            FindingRows.Move(scope, finding, FindingState.Contained, FindingEntries.Contained, actor, note);
        }

        scope.Audit(actor, FindingActions.Contained, FindingRows.Target(finding), new { note, certificates = changes.Certificates.Count });
        return (finding.State, changes);
    }
}
