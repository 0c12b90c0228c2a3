using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Shows what hangs on a certificate, then puts it on hold.</summary>
public sealed partial class HoldDialog
{
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
    private HoldCertificate Hold { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        _radius = await Radius.OfAsync(new CertificateSelection([Certificate.Id], null), (await Authentication).User.FindActor()!, CancellationToken.None);

    private async Task HoldAsync()
    {
        _busy = true;
        try
        {
            Dialog.Close(DialogResult.Ok(await Hold.ExecuteAsync(Certificate.Id, (await Authentication).User.FindActor()!, CancellationToken.None)));
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
