using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>What the last verification of the chain found.</summary>
public sealed partial class AuditChainLine
{
    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public AuditChainState State { get; set; } = null!;

    /// <summary>The number of the newest entry.</summary>
    [Parameter]
    public long Newest { get; set; }

    /// <summary>Whether a verification runs that this page has started.</summary>
    [Parameter]
    public bool IsVerifying { get; set; }
}
