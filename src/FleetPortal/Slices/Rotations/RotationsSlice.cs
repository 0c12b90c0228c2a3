namespace FleetPortal.Slices.Rotations;

/// <summary>The slice of rotations of one certificate.</summary>
internal sealed class RotationsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Rotations";

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => RotationEndpoints.Map(api);
}
