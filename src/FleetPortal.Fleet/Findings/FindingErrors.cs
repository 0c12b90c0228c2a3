using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings;

/// <summary>The error codes of findings.</summary>
public static class FindingErrors
{
    /// <summary>There is no such finding. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "finding-not-found";

    /// <summary>The finding is closed. Open it again first.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Closed = "finding-closed";

    /// <summary>A newer finding of the same kind and Thing is open. Work on that one.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NewerOpen = "finding-newer-open";

    /// <summary>The finding is about no Thing or application that could be contained. Follow its remedy.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string NothingToContain = "finding-nothing-to-contain";

    /// <summary>The date is missing, in the past, or more than a year away. Choose a date within a year.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string UntilInvalid = "finding-until-invalid";

    /// <summary>A comment needs text. Write it.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CommentEmpty = "finding-comment-empty";

    /// <summary>The name of the assignee is too long or holds hidden characters. Correct it.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string AssigneeInvalid = "finding-assignee-invalid";
}
