using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>The client identifier of an attempt: a link where the certificate proves it, else what the device called itself, in quotes.</summary>
public sealed partial class ClientIdentifier
{
    /// <summary>The attempt.</summary>
    [Parameter, EditorRequired]
    public AttemptView Attempt { get; set; } = null!;

    /// <summary>Whether a proven name leads to the Thing; not inside another link.</summary>
    [Parameter]
    public bool IsLink { get; set; } = true;
}
