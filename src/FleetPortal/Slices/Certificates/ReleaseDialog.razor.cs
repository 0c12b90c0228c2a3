using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Certificates;

/// <summary>
/// The dialog that releases one certificate, or all certificates of a contained Thing, from hold. It takes a note for the audit.
/// </summary>
public sealed partial class ReleaseDialog
{
    private string _note = "";

    /// <summary>The name of the Thing.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>The certificate to release; null releases the whole Thing.</summary>
    [Parameter]
    public CertificateView? Certificate { get; set; }

    [Inject]
    private ReleaseCertificate ReleaseOne { get; set; } = null!;

    [Inject]
    private ReleaseThing ReleaseAll { get; set; } = null!;

    /// <summary>Shows the dialog. Returns the number of released certificates, or null if the person cancelled.</summary>
    public static async Task<int?> AskAsync(IDialogService dialogs, string thingName, CertificateView? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        var dialog = await dialogs.ShowAsync<ReleaseDialog>("Release",
            new DialogParameters<ReleaseDialog> { { x => x.ThingName, thingName }, { x => x.Certificate, certificate } });
        return await dialog.Result is { Canceled: false, Data: int released } ? released : null;
    }

    private Task ReleaseAsync() => RunAsync(async actor =>
    {
        var note = string.IsNullOrWhiteSpace(_note) ? null : _note;
        var released = 1;
        if (Certificate is { } certificate)
        {
            await ReleaseOne.ExecuteAsync(certificate.Id, actor, CancellationToken.None, note);
        }
        else
        {
            released = (await ReleaseAll.ExecuteAsync(ThingName, note, actor, CancellationToken.None)).Count;
        }

        Dialog.Close(DialogResult.Ok(released));
    });
}
