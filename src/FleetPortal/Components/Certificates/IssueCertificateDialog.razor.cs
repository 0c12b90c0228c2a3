using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Issues a certificate, and hands out the key this once where the portal made it.</summary>
public sealed partial class IssueCertificateDialog
{
    private const int DefaultDays = 365;

    private bool _fromRequest;
    private string _csr = "";
    private int _days = DefaultDays;
    private string? _fault;
    private bool _busy;
    private bool _keySaved;
    private IssuedCertificate? _issued;

    /// <summary>For whom.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private IssueCertificate Issue { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task IssueAsync()
    {
        _busy = true;
        try
        {
            _issued = await Issue.ExecuteAsync(new IssueCertificateRequest(ThingName, _fromRequest ? _csr : null, _days), (await Authentication).User.FindActor()!, CancellationToken.None);
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

    private async Task SaveKeyAsync(string key)
    {
        await SaveAsync(ThingName + ".key", key);
        _keySaved = true;
    }

    private async Task SaveAsync(string name, string pem) => await (await Viewer.ModuleAsync()).InvokeVoidAsync("save", name, "application/x-pem-file", pem);

    private void Close() => Dialog.Close();
}
