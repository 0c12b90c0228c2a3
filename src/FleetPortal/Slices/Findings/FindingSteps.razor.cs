using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Findings;

/// <summary>What to do about a finding: the steps, what is known about it, and the actions beside the main one.</summary>
public sealed partial class FindingSteps
{
    /// <summary>The finding with its evidence.</summary>
    [Parameter, EditorRequired]
    public FindingView Finding { get; set; } = null!;

    /// <summary>The signed-in person, whose rights decide.</summary>
    [Parameter, EditorRequired]
    public Actor Actor { get; set; } = null!;

    /// <summary>Called to resolve the finding.</summary>
    [Parameter]
    public EventCallback OnResolve { get; set; }

    /// <summary>Called to accept the risk.</summary>
    [Parameter]
    public EventCallback OnAccept { get; set; }

    /// <summary>Called to write a comment.</summary>
    [Parameter]
    public EventCallback OnComment { get; set; }

    /// <summary>Called to give the finding to somebody.</summary>
    [Parameter]
    public EventCallback OnAssign { get; set; }

    // A finding about something else than a copy cannot be "not a clone".
    private string ResolveLabel => Finding.Row.Kind.Id is FindingKinds.SharedCredential or FindingKinds.ImpossibleMove
        or FindingKinds.ClientIdentifierConflict ? "Not a clone…" : "Resolve…";

    private IEnumerable<(string Title, string Text, bool IsDone, bool IsNext)> Steps
    {
        get
        {
            var (state, certificates) = (Finding.Row.State, Finding.Certificates.Count);
            if (Finding.Evidence.Affected is not null)
            {
                var (title, text) = FindingLabels.Remedy(Finding.Row.Kind.Id);
                yield return (title, text, state == FindingState.Resolved, state == FindingState.Open);
                yield return ("Wait for the next sweep", "The finding is resolved when the registry does not show it any more.",
                    state == FindingState.Resolved, false);
                yield break;
            }

            yield return ("Contain",
                $"Closes the session and puts {(certificates == 1 ? "1 certificate" : "its certificates")} on hold. Can be released.",
                state is FindingState.Contained or FindingState.Resolved, state == FindingState.Open);
            yield return ("Re-issue", "The real device gets a new key. The other one keeps the old key, which is on hold.",
                state == FindingState.Resolved, state == FindingState.Contained);
            yield return ("Revoke and resolve", "Once the device is back: revoke the old certificate with reason keyCompromise.",
                state == FindingState.Resolved, false);
        }
    }
}
