namespace FleetPortal.Slices.Settings;

/// <summary>The slice of the page <i>Settings</i>. The other slices contribute its sections.</summary>
internal sealed class SettingsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Settings";
}
