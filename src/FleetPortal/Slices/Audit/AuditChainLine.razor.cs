using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>Shows the result of the last verification of the audit chain.</summary>
public sealed partial class AuditChainLine
{
    /// <summary>The result of the last verification.</summary>
    [Parameter, EditorRequired]
    public AuditChainState State { get; set; } = null!;

    /// <summary>The number of the newest entry.</summary>
    [Parameter]
    public long Newest { get; set; }

    /// <summary>Whether a verification that this page started is running.</summary>
    [Parameter]
    public bool IsVerifying { get; set; }
}
