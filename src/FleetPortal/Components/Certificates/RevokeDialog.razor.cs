using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Asks for a reason and the ThingName typed out, then revokes.</summary>
public sealed partial class RevokeDialog
{
    private static readonly (RevocationReason Reason, string Words)[] Reasons =
    [
        (RevocationReason.KeyCompromise, "someone else has the key"),
        (RevocationReason.Superseded, "another certificate has taken its place"),
        (RevocationReason.CessationOfOperation, "the Thing is out of use"),
        (RevocationReason.AffiliationChanged, "the Thing has another name or owner"),
        (RevocationReason.PrivilegeWithdrawn, "the right to this identity is withdrawn"),
        (RevocationReason.Unspecified, "no reason given"),
    ];

    private RevocationReason _reason = RevocationReason.KeyCompromise;
    private string _typed = "";
    private string? _fault;
    private bool _busy;
    private ThingView? _thing;

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
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private LiveConnections Connections { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private LiveConnection? Live => Connections.OfClient(Certificate.ThingName) is { } live && live.CertificateId == Certificate.Id ? live : null;

    private IReadOnlyList<CertificateView> Others => [.. _thing!.Certificates.Where(certificate => certificate.Key != Certificate.Key && certificate.IsUsable(Viewer.Now))];

    /// <summary>What hangs on it is read once, before anybody types a name.</summary>
    protected override async Task OnInitializedAsync() =>
        _thing = await Things.FindAsync(Certificate.ThingName, (await Authentication).User.FindActor()!, CancellationToken.None);

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
