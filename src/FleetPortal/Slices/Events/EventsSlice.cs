namespace FleetPortal.Slices.Events;

/// <summary>The slice of the event stream.</summary>
internal sealed class EventsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Events";

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => EventEndpoints.Map(api);
}
