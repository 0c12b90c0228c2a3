using System.Globalization;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Revocations;

/// <summary>
/// The dialog that starts a revocation batch. It shows the impact and asks for a reason, the share of the first step, and the number of
/// certificates.
/// </summary>
public sealed partial class RevokeBatchDialog
{
    private BlastRadius? _radius;
    private RevocationReason _reason = RevocationReason.KeyCompromise;
    private int _canary;
    private string _typed = "";

    /// <summary>The certificates to revoke.</summary>
    [Parameter, EditorRequired]
    public CertificateSelection Selection { get; set; } = null!;

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private StartRevocationBatch Start { get; set; } = null!;

    private bool Ready => !IsBusy
        && _radius is { Certificates: > 0 } radius && _typed.Trim() == radius.Certificates.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts the impact before the person types the number.</summary>
    protected override Task OnInitializedAsync() => CountAsync();

    private Task CountAsync() =>
        ReadAsync(async actor => _radius = await Radius.OfAsync(Selection, actor, CancellationToken.None, _reason));

    private Task ChooseAsync(RevocationReason reason)
    {
        _reason = reason;
        return CountAsync();
    }

    private Task StartAsync() => Ready
        ? RunAsync(async actor => Dialog.Close(DialogResult
            .Ok((await Start.ExecuteAsync(new RevocationBatchRequest(Selection, _reason, _canary), actor, CancellationToken.None)).Id)))
        : Task.CompletedTask;
}
