namespace FleetPortal.Slices.Errors;

/// <summary>The pages that say that something failed.</summary>
internal sealed class ErrorsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Errors";
}
