using FleetPortal.Fleet.Applications;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Applications;

/// <summary>The table of what the fleet publishes and which applications hear it now.</summary>
public sealed partial class ListenersTable
{
    /// <summary>The kinds of messages with their listeners.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<HeardMessages> Heard { get; set; } = [];
}
