namespace FleetPortal.Slices.Errors;

/// <summary>The slice of the error pages.</summary>
internal sealed class ErrorsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Errors";
}
