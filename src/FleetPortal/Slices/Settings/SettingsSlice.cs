namespace FleetPortal.Slices.Settings;

/// <summary>The page Settings. Its sections come from the slices.</summary>
internal sealed class SettingsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Settings";
}
