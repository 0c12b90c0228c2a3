using System.Globalization;
using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Shows what a batch would end, asks for a reason, a canary and the number typed out, and starts it.</summary>
public sealed partial class RevokeBatchDialog
{
    private BlastRadius? _radius;
    private RevocationReason _reason = RevocationReason.KeyCompromise;
    private int _canary;
    private string _typed = "";
    private string? _fault;
    private bool _busy;

    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public CertificateSelection Selection { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private StartRevocationBatch Start { get; set; } = null!;

    private bool Ready => !_busy && _radius is { Certificates: > 0 } radius && _typed.Trim() == radius.Certificates.ToString(CultureInfo.InvariantCulture);

    /// <summary>What hangs on them is counted before anybody types.</summary>
    protected override Task OnInitializedAsync() =>
        TryAsync(async () => _radius = await Radius.OfAsync(Selection, (await Authentication).User.FindActor()!, CancellationToken.None));

    private static string Number(int number) => $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? "certificate" : "certificates")}";

    private async Task StartAsync()
    {
        if (!Ready)
        {
            return;
        }

        _busy = true;
        await TryAsync(async () =>
        {
            var batch = await Start.ExecuteAsync(new RevocationBatchRequest(Selection, _reason, _canary), (await Authentication).User.FindActor()!, CancellationToken.None);
            Dialog.Close(DialogResult.Ok(batch.Id));
        });
        _busy = false;
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            _fault = null;
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
