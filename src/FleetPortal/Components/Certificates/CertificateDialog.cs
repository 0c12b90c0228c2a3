using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

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

    /// <summary>What depends on it is read once, before anybody types a name.</summary>
    protected override Task OnInitializedAsync() => ReadAsync(async actor => Touched = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), actor, CancellationToken.None));

    /// <summary>Carries out.</summary>
    protected Task ChangeAsync(Func<Actor, Task<StatusChange>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return RunAsync(async actor => Dialog.Close(DialogResult.Ok(await change(actor))));
    }
}
