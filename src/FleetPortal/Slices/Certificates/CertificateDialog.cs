using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Certificates;

/// <summary>
/// The base class of dialogs that change the status of a certificate. It shows the impact, makes the change, and returns a
/// <see cref="StatusChange"/>.
/// </summary>
public abstract class CertificateDialog : ActionDialog
{
    /// <summary>The certificate to change.</summary>
    [Parameter, EditorRequired]
    public CertificateView Certificate { get; set; } = null!;

    /// <summary>The impact of the change; null until it is counted.</summary>
    protected BlastRadius? Touched { get; private set; }

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    /// <summary>Counts the impact before the person types a name.</summary>
    protected override Task OnInitializedAsync() => CountAsync(null);

    /// <summary>Counts the impact of the change.</summary>
    /// <param name="reason">
    /// The reason of a revocation, or null. keyCompromise also revokes all other certificates with the same key.
    /// </param>
    protected Task CountAsync(RevocationReason? reason) =>
        ReadAsync(async actor =>
            Touched = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), actor, CancellationToken.None, reason));

    /// <summary>Makes the change and closes the dialog with the result.</summary>
    protected Task ChangeAsync(Func<Actor, Task<StatusChange>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return RunAsync(async actor => Dialog.Close(DialogResult.Ok(await change(actor))));
    }
}
