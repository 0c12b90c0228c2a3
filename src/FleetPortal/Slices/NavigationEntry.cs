using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>The groups of the navigation rail, from top to bottom. A gap separates them.</summary>
public enum NavigationGroup
{
    /// <summary>The Overview, which is the first page.</summary>
    Start,

    /// <summary>Things and their identities.</summary>
    Identities,

    /// <summary>Current activity, such as live connections.</summary>
    Activity,

    /// <summary>Records of the past, such as the audit.</summary>
    Records,

    /// <summary>Tools at the lower end of the rail.</summary>
    Foot,
}

/// <summary>A page in the rail and in the palette.</summary>
/// <param name="Title">The label.</param>
/// <param name="Address">The address, relative to the base; empty for the first page.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Group">The group in the rail.</param>
/// <param name="Needs">The right that a person needs to see the entry.</param>
/// <param name="Words">Further words by which the palette finds the entry.</param>
public sealed record NavigationEntry(
    string Title, string Address, string Icon, NavigationGroup Group, Permission Needs = Permission.Read, string Words = "")
{
    /// <summary>Returns the number that is shown after the title; null shows none. Called after events, never on a timer.</summary>
    public Func<IServiceProvider, Actor, CancellationToken, Task<int>>? Count { get; init; }

    /// <summary>Returns whether the rail shows the entry now; null shows it always. The palette and the address work always.</summary>
    public Func<IServiceProvider, bool>? IsShown { get; init; }
}

/// <summary>A page or an action that only the palette offers.</summary>
/// <param name="Title">The label.</param>
/// <param name="Hint">The kind of the entry: <c>page</c> or <c>action</c>.</param>
/// <param name="Address">The address that the entry opens.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Needs">The right that a person needs to see the entry.</param>
/// <param name="Words">Further words by which the palette finds the entry.</param>
public sealed record PaletteEntry(
    string Title, string Hint, string Address, string Icon, Permission Needs = Permission.Read, string Words = "");

/// <summary>A section of the page <i>Settings</i>.</summary>
/// <param name="Title">The label.</param>
/// <param name="Address">The last part of the address, as in <c>settings/tokens</c>; empty for the first section.</param>
/// <param name="Content">The component of the section.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Needs">The right that a person needs to see the section.</param>
/// <param name="Words">Further words by which the palette finds the section.</param>
public sealed record SettingsSection(
    string Title, string Address, Type Content, string Icon, Permission Needs = Permission.Read, string Words = "");
