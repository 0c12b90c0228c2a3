using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Certificates;

/// <summary>Asks before something on hold is accepted again, with a note for the audit: one certificate, or all of a contained Thing.</summary>
public sealed partial class ReleaseDialog
{
    private string _note = "";

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>The one certificate; null releases the whole Thing.</summary>
    [Parameter]
    public CertificateView? Certificate { get; set; }

    [Inject]
    private ReleaseCertificate ReleaseOne { get; set; } = null!;

    [Inject]
    private ReleaseThing ReleaseAll { get; set; } = null!;

    /// <summary>Asks; answers how many certificates were released, or null where nothing was done.</summary>
    public static async Task<int?> AskAsync(IDialogService dialogs, string thingName, CertificateView? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        var dialog = await dialogs.ShowAsync<ReleaseDialog>("Release", new DialogParameters<ReleaseDialog> { { x => x.ThingName, thingName }, { x => x.Certificate, certificate } });
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
