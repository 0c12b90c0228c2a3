using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>Ends the work on a finding, or begins it again. Needs <see cref="Permission.Contain"/>.</summary>
public sealed class CloseFinding(Registry registry)
{
    private const int MaxAcceptedDays = 366;

    /// <summary>Marks a finding as dealt with. Certificates on hold stay so.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-closed</c>, <c>note-too-long</c>, <c>note-invalid</c>,
    /// <c>forbidden</c>.</exception>
    public Task ResolveAsync(string id, string? note, Actor actor, CancellationToken cancellationToken)
    {
        Require(actor, note);
        return registry.WriteAsync(
            scope =>
            {
                var finding = FindingRows.FindOpen(scope, id);
                FindingRows.Move(scope, finding, FindingState.Resolved, FindingEntries.Resolved, actor, note);
                scope.Audit(actor, FindingActions.Resolved, FindingRows.Target(finding), new { note });
            },
            cancellationToken);
    }

    /// <summary>Accepts the risk until a date. Until then, the same finding is not opened again.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-closed</c>, <c>finding-until-invalid</c>, <c>note-too-long</c>,
    /// <c>note-invalid</c>, <c>forbidden</c>.</exception>
    public Task AcceptAsync(string id, DateTimeOffset? until, string? note, Actor actor, CancellationToken cancellationToken)
    {
        Require(actor, note);
        var now = registry.Time.GetUtcNow();
        if (until is not { } end || end <= now || end > now.AddDays(MaxAcceptedDays))
        {
            throw new FleetError(FindingErrors.UntilInvalid, [new Fault("until", "Give a date within the next 366 days.")]);
        }

        return registry.WriteAsync(
            scope =>
            {
                var finding = FindingRows.FindOpen(scope, id);
                finding.AcceptedUntil = end;
                FindingRows.Move(scope, finding, FindingState.Accepted, FindingEntries.Accepted, actor, note);
                scope.Audit(actor, FindingActions.Accepted, FindingRows.Target(finding), new { note, until = Timestamps.Format(end) });
            },
            cancellationToken);
    }

    /// <summary>Opens a closed finding again.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-newer-open</c>, <c>note-too-long</c>, <c>note-invalid</c>,
    /// <c>forbidden</c>.</exception>
    public Task ReopenAsync(string id, string? note, Actor actor, CancellationToken cancellationToken)
    {
        Require(actor, note);
        return registry.WriteAsync(
            scope =>
            {
                var finding = FindingRows.Find(scope, id);
                if (finding.State <= FindingState.Contained)
                {
                    return;
                }

                if (scope.Db.Set<FindingRecord>().FirstOrDefault(x => x.Kind == finding.Kind && x.Subject == finding.Subject
                    && x.State <= FindingState.Contained) is { } other)
                {
                    throw new FleetError(FleetErrorKind.Conflict, FindingErrors.NewerOpen,
                        $"{FindingId.Of(other.Key)} about the same is open. Work on that one.");
                }

                finding.AcceptedUntil = null;
                FindingRows.Move(scope, finding, FindingState.Open, FindingEntries.Reopened, actor, note);
                scope.Audit(actor, FindingActions.Reopened, FindingRows.Target(finding), new { note });
            },
            cancellationToken);
    }

    private static void Require(Actor actor, string? note)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
    }
}
