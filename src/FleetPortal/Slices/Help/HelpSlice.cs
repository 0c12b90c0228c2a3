using FleetPortal.Components.Controls;

namespace FleetPortal.Slices.Help;

/// <summary>The slice of the help page and of the section <em>About</em>.</summary>
internal sealed class HelpSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Help";

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette => [new("Help", "page", "help", FleetIcons.Help, Words: "version roles addresses about")];

    /// <inheritdoc/>
    public IEnumerable<SettingsSection> Settings => [new("About", "about", typeof(AboutPanel), FleetIcons.Info)];
}
