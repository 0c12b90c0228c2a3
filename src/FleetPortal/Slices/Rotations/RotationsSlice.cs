namespace FleetPortal.Slices.Rotations;

/// <summary>The rotation of one Thing's certificate.</summary>
internal sealed class RotationsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Rotations";

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => RotationEndpoints.Map(api);
}
