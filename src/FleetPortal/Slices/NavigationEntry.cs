using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices;

/// <summary>Where an entry stands in the rail. Groups are separated by a gap.</summary>
public enum NavigationGroup
{
    /// <summary>The first page.</summary>
    Start,

    /// <summary>Things and their identities.</summary>
    Identities,

    /// <summary>What happens now.</summary>
    Activity,

    /// <summary>What happened, and who did it.</summary>
    Records,
}

/// <summary>A page in the rail and in the palette.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Address">Relative to the base; empty for the first page.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Group">Where it stands in the rail.</param>
/// <param name="Needs">The right without which it is not offered.</param>
/// <param name="Words">Other words that find it in the palette.</param>
public sealed record NavigationEntry(string Title, string Address, string Icon, NavigationGroup Group, Permission Needs = Permission.Read, string Words = "")
{
    /// <summary>How many there are, shown behind the title; null shows nothing. Called when an event arrives, never on a timer.</summary>
    public Func<IServiceProvider, Actor, CancellationToken, Task<int>>? Count { get; init; }
}

/// <summary>A page or an action that only the palette offers.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Hint">"page", "action".</param>
/// <param name="Address">Where it leads.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Needs">The right without which it is not offered.</param>
/// <param name="Words">Other words that find it.</param>
public sealed record PaletteEntry(string Title, string Hint, string Address, string Icon, Permission Needs = Permission.Read, string Words = "");

/// <summary>A section of the page <i>Settings</i>.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Address">The last part of the address, as in <c>settings/tokens</c>; empty for the first section.</param>
/// <param name="Content">The component that shows it.</param>
/// <param name="Icon">One of <c>FleetIcons</c>.</param>
/// <param name="Needs">The right without which it is not offered.</param>
/// <param name="Words">Other words that find it in the palette.</param>
public sealed record SettingsSection(string Title, string Address, Type Content, string Icon, Permission Needs = Permission.Read, string Words = "");
