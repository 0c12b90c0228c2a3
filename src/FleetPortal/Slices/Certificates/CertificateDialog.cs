using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Certificates;

/// <summary>Asks before a certificate's status is changed: shows what depends on it, carries out, and closes with what was done.</summary>
public abstract class CertificateDialog : ActionDialog
{
    /// <summary>Which one.</summary>
    [Parameter, EditorRequired]
    public CertificateView Certificate { get; set; } = null!;

    /// <summary>What depends on the certificate; null until it is counted.</summary>
    protected BlastRadius? Touched { get; private set; }

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    /// <summary>What depends on it is counted before anybody types a name.</summary>
    protected override Task OnInitializedAsync() => CountAsync(null);

    /// <summary>Counts what depends on it.</summary>
    /// <param name="reason">Why it would be revoked: keyCompromise ends every certificate of its key.</param>
    protected Task CountAsync(RevocationReason? reason) =>
        ReadAsync(async actor => Touched = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), actor, CancellationToken.None, reason));

    /// <summary>Carries out.</summary>
    protected Task ChangeAsync(Func<Actor, Task<StatusChange>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return RunAsync(async actor => Dialog.Close(DialogResult.Ok(await change(actor))));
    }
}
