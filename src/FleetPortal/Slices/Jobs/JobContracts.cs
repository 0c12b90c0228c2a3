namespace FleetPortal.Slices.Jobs;

/// <summary>A job of any kind, as <c>GET /jobs/{id}</c> returns it.</summary>
/// <param name="State">The state, spelled as the kind of job spells it.</param>
/// <param name="Done">The number of finished items, including failed ones.</param>
/// <param name="Total">The number of all items.</param>
/// <param name="Failed">The failed items.</param>
public sealed record JobAnswer(string State, int Done, int Total, IReadOnlyList<JobFailure> Failed);

/// <summary>An item of a job that failed.</summary>
/// <param name="Id">A ThingName or the id of a certificate.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error as a sentence.</param>
public sealed record JobFailure(string Id, string Code, string Message);
