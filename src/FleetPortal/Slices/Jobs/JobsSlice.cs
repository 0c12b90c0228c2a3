namespace FleetPortal.Slices.Jobs;

/// <summary>The slice of jobs: one endpoint for the progress of every kind of long work.</summary>
internal sealed class JobsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Jobs";

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => JobEndpoints.Map(api);
}
