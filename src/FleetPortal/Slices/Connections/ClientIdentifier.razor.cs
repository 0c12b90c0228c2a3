using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>
/// Shows the client identifier of an attempt: a link to the Thing or application if the certificate proves it, otherwise the unproven
/// identifier in quotes.
/// </summary>
public sealed partial class ClientIdentifier
{
    /// <summary>The attempt whose identifier is shown.</summary>
    [Parameter, EditorRequired]
    public AttemptView Attempt { get; set; } = null!;

    /// <summary>Whether a proven name is a link to the Thing. False inside another link.</summary>
    [Parameter]
    public bool IsLink { get; set; } = true;

    // The client identifier of an application may have an instance after a dot: {application}.{instance}.
    private bool IsProven => Attempt.ThingName is { } name
        && (Attempt.ClientId == name || (Attempt.Allowed && Attempt.ClientId.StartsWith(name + ".", StringComparison.Ordinal)));
}
