namespace FleetPortal.Slices.Jobs;

/// <summary>Bulk work of any kind, for a client that follows it without knowing what it does.</summary>
internal sealed class JobsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Jobs";

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => JobEndpoints.Map(api);
}
