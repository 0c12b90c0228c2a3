namespace FleetPortal.Slices.Jobs;

/// <summary>Bulk work of any kind, as <c>GET /jobs/{id}</c> shows it.</summary>
public sealed record JobAnswer(string State, int Done, int Total, IReadOnlyList<JobFailure> Failed);

/// <summary>One that failed.</summary>
/// <param name="Id">A ThingName, or a certificate's id.</param>
public sealed record JobFailure(string Id, string Code, string Message);
