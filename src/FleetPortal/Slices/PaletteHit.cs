using FleetPortal.Fleet.Things;

namespace FleetPortal.Slices;

/// <summary>A result of the command palette.</summary>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Title">The name of the result.</param>
/// <param name="Hint">The kind of the result, or the reason why it was found.</param>
/// <param name="Address">The address that it opens; null for an action.</param>
/// <param name="Action">The action, if it has no address.</param>
/// <param name="Thing">The Thing, if the result is one.</param>
public sealed record PaletteHit(
    string Icon, string Title, string Hint, string? Address, PaletteAction? Action = null, ThingRow? Thing = null);

/// <summary>The actions of the palette that do not open a page.</summary>
public enum PaletteAction
{
    /// <summary>Switches between the light and the dark theme.</summary>
    SwitchTheme,

    /// <summary>Shows the keyboard shortcuts.</summary>
    ShowKeys,

    /// <summary>Ends the session of the person.</summary>
    SignOut,
}
