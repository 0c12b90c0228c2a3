using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Asks before a certificate's status is changed: shows what hangs on it, carries out, and closes with what was done.</summary>
public abstract class CertificateDialog : ComponentBase
{
    /// <summary>Which one.</summary>
    [Parameter, EditorRequired]
    public CertificateView Certificate { get; set; } = null!;

    /// <summary>The dialog around it.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>What hangs on the certificate; null until it is counted.</summary>
    protected BlastRadius? Touched { get; private set; }

    /// <summary>Why it was not done.</summary>
    protected string? Fault { get; private set; }

    /// <summary>It is being done.</summary>
    protected bool IsBusy { get; private set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    /// <summary>What hangs on it is read once, before anybody types a name.</summary>
    protected override async Task OnInitializedAsync() => Touched = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), await ActorAsync(), CancellationToken.None);

    /// <summary>Carries out.</summary>
    protected async Task ChangeAsync(Func<Actor, Task<StatusChange>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        IsBusy = true;
        try
        {
            Dialog.Close(DialogResult.Ok(await change(await ActorAsync())));
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
        finally
        {
            IsBusy = false;
        }
    }

    private async Task<Actor> ActorAsync() => (await Authentication).User.FindActor()!;
}
