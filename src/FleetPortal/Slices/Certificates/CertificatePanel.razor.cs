using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using QRCoder;

namespace FleetPortal.Slices.Certificates;

/// <summary>The panel of one certificate: its decoded content, chain, status in OCSP and CRL, history, and downloads.</summary>
public sealed partial class CertificatePanel
{
    private const int QrPixels = 3;

    private CertificateDetail? _detail;
    private string? _qr;

    /// <summary>The id of the certificate.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>Called when the panel should close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private CertificateDetails Details { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AuthorityChanged
        || (fleetEvent.Kind == FleetEventKind.CertificateChanged
            && (_detail is null || fleetEvent.ThingName == _detail.Certificate.ThingName));

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_detail is not null && _detail.Certificate.Id.ToString() != Id)
        {
            (_detail, _qr) = (null, null);
        }

        _detail = (CertificateId.TryParse(Id, out var id) ? await Details.FindAsync(id.Value, Actor, cancellationToken) : null)
            ?? throw FleetError.NotFound(CertificateErrors.NotFound, Id);
    }

    private static string OcspLabel(OcspStatus? status) => status switch
    {
        null => "external",
        { State: OcspState.Good } => "good",
        { State: OcspState.Revoked } revoked =>
            $"revoked, {char.ToLowerInvariant(revoked.Reason.ToString()[0])}{revoked.Reason.ToString()[1..]}",
        _ => "unknown",
    };

    private string Address(CertificateView certificate) => Navigation.GetUriWithQueryParameter("id", certificate.Id.ToString());

    private Task RevokeAsync() => AskAsync("Revoked", new DialogParameters<RevokeDialog> { { x => x.Certificate, _detail!.Certificate } });

    private Task HoldAsync() => AskAsync("On hold", new DialogParameters<HoldDialog> { { x => x.Certificate, _detail!.Certificate } });

    private async Task AskAsync<TDialog>(string done, DialogParameters<TDialog> parameters)
        where TDialog : IComponent
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(done, parameters);
        if (await dialog.Result is { Canceled: false, Data: StatusChange change })
        {
            Snackbar.Add($"{done}. Effective: {PropagationTimeLabels.Of(change.Known)}.", Severity.Normal);
        }

        await ReloadAsync();
    }

    private async Task ReleaseAsync()
    {
        // The panel can show another certificate by the time this one is released.
        var released = _detail!.Certificate;
        if (await ReleaseDialog.AskAsync(Dialogs, released.ThingName, released) is not null)
        {
            Snackbar.Add($"Released. {released.ThingName} can connect again.", Severity.Normal);
            await ReloadAsync();
        }
    }

    private async Task SavePemAsync() =>
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("save",
            _detail!.Certificate.ThingName + ".pem", "application/x-pem-file", Pem.Write(Pem.Certificate, _detail.Certificate.Der));

    private async Task SaveDerAsync() =>
        await (await Viewer.ModuleAsync())
            .InvokeVoidAsync("save", _detail!.Certificate.ThingName + ".crt", "application/pkix-cert", _detail.Certificate.Der);

    private void ToggleQr()
    {
        if (_qr is not null)
        {
            _qr = null;
            return;
        }

        using var data = QRCodeGenerator.GenerateQrCode(Pem.Write(Pem.Certificate, _detail!.Certificate.Der), QRCodeGenerator.ECCLevel.L);
        using var code = new PngByteQRCode(data);
        _qr = "data:image/png;base64," + Convert.ToBase64String(code.GetGraphic(QrPixels));
    }
}
