using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Connections;

/// <summary>Attempts, newest first, each a link to its checks.</summary>
public sealed partial class AttemptTable
{
    /// <summary>The attempts.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Attempts { get; set; } = [];

    /// <summary>The one that is open.</summary>
    [Parameter]
    public long? Selected { get; set; }

    /// <summary>What the links keep of the address, such as <c>&amp;outcome=refused</c>.</summary>
    [Parameter]
    public string Kept { get; set; } = "";

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
