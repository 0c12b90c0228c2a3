using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>Comments on a finding, and says who works on it. Needs <see cref="Permission.Contain"/>.</summary>
public sealed class DiscussFinding(Registry registry)
{
    private const int MaxAssignee = 100;

    /// <summary>Writes a comment into the history.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-comment-empty</c>, <c>note-too-long</c>, <c>note-invalid</c>,
    /// <c>forbidden</c>.</exception>
    public Task CommentAsync(string id, string text, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(text);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new FleetError(FindingErrors.CommentEmpty, [new Fault("text", "Write the comment.")]);
        }

        return registry.WriteAsync(
            scope =>
            {
                var finding = FindingRows.Find(scope, id);
                FindingRows.Note(scope, finding, FindingEntries.Comment, actor, text.Trim());
                scope.Audit(actor, FindingActions.Commented, FindingRows.Target(finding), new { note = text.Trim() });
            },
            cancellationToken);
    }

    /// <summary>Gives the finding to a person; null takes it from everybody.</summary>
    /// <exception cref="FleetError"><c>finding-not-found</c>, <c>finding-assignee-invalid</c>, <c>forbidden</c>.</exception>
    public Task AssignAsync(string id, string? assignee, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        var name = string.IsNullOrWhiteSpace(assignee) ? null : assignee.Trim();
        if (name is not null && (name.Length > MaxAssignee || NameRules.HasHiddenCharacters(name)))
        {
            throw new FleetError(FindingErrors.AssigneeInvalid,
                [new Fault("assignee", $"A name has at most {MaxAssignee} characters and no hidden ones.")]);
        }

        return registry.WriteAsync(
            scope =>
            {
                var finding = FindingRows.Find(scope, id);
                if (finding.Assignee == name)
                {
                    return;
                }

                finding.Assignee = name;
                finding.Version++;
                FindingRows.Note(scope, finding, FindingEntries.Assigned, actor, name);
                scope.Audit(actor, FindingActions.Assigned, FindingRows.Target(finding), new { assignee = name });
            },
            cancellationToken);
    }
}
