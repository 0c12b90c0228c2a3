using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Asks for a reason and the ThingName typed out, then revokes.</summary>
public sealed partial class RevokeDialog
{
    private RevocationReason _reason = RevocationReason.KeyCompromise;
    private string _typed = "";
    private string? _fault;
    private bool _busy;
    private BlastRadius? _radius;

    /// <summary>Which one.</summary>
    [Parameter, EditorRequired]
    public CertificateView Certificate { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private RevokeCertificate Revoke { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    /// <summary>What hangs on it is read once, before anybody types a name.</summary>
    protected override async Task OnInitializedAsync() =>
        _radius = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), (await Authentication).User.FindActor()!, CancellationToken.None);

    private async Task RevokeAsync()
    {
        if (_typed != Certificate.ThingName)
        {
            return;
        }

        _busy = true;
        try
        {
            var change = await Revoke.ExecuteAsync(Certificate.Id, _reason, (await Authentication).User.FindActor()!, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(change));
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
        finally
        {
            _busy = false;
        }
    }
}
