using FleetPortal.Components.Controls;

namespace FleetPortal.Slices.Help;

/// <summary>Version, addresses, roles, keys.</summary>
internal sealed class HelpSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Help";

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette => [new("Help", "page", "help", FleetIcons.Help, Words: "version roles addresses about")];

    /// <inheritdoc/>
    public IEnumerable<SettingsSection> Settings => [new("About", "about", typeof(AboutPanel), FleetIcons.Info)];
}
