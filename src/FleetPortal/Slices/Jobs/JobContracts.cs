namespace FleetPortal.Slices.Jobs;

/// <summary>How far bulk work is.</summary>
public enum JobState
{
    /// <summary>The job is at work.</summary>
    Running,

    /// <summary>The first part is done; the rest waits until the work is resumed.</summary>
    Canary,

    /// <summary>Waits until it is resumed.</summary>
    Paused,

    /// <summary>The job was stopped before its end.</summary>
    Stopped,

    /// <summary>The job has done all its work.</summary>
    Done,
}

/// <summary>A job of any kind, as <c>GET /jobs/{id}</c> returns it.</summary>
/// <param name="State">The state.</param>
/// <param name="Done">The number of finished items, including failed ones.</param>
/// <param name="Total">The number of all items.</param>
/// <param name="Failed">The failed items.</param>
public sealed record JobAnswer(JobState State, int Done, int Total, IReadOnlyList<JobFailure> Failed);

/// <summary>An item of a job that failed.</summary>
/// <param name="Id">A ThingName or the id of a certificate.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error as a sentence.</param>
public sealed record JobFailure(string Id, string Code, string Message);
