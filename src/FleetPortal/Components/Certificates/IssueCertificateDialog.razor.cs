using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Pki.Keys;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Components.Certificates;

/// <summary>Issues a certificate, and hands out the key this once where the portal made it.</summary>
public sealed partial class IssueCertificateDialog
{
    private const int DefaultDays = 365;

    private Way _way;
    private int _hours = CreateEnrolmentToken.StandardHours;
    private EnrolmentToken? _token;
    private string _password = "";
    private string _csr = "";
    private int _days = DefaultDays;
    private string? _fault;
    private bool _busy;
    private bool _keySaved;
    private IssuedCertificate? _issued;

    private enum Way
    {
        PortalKey,
        Request,
        Enrolment,
    }

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
    private CreateEnrolmentToken CreateToken { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task IssueAsync()
    {
        _busy = true;
        try
        {
            var actor = (await Authentication).User.FindActor()!;
            if (_way == Way.Enrolment)
            {
                _token = await CreateToken.ExecuteAsync(ThingName, _hours, actor, CancellationToken.None);
            }
            else
            {
                _issued = await Issue.ExecuteAsync(new IssueCertificateRequest(ThingName, _way == Way.Request ? _csr : null, _days), actor, CancellationToken.None);
            }
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

    private async Task SavePkcs12Async(IssuedCertificate issued)
    {
        var octets = Pkcs12File.Write(issued.Certificate.Der, issued.AuthorityDer, issued.PrivateKeyPem!, _password);
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("save", ThingName + ".p12", "application/x-pkcs12", octets);
        _keySaved = true;
    }

    private async Task SaveAsync(string name, string pem) => await (await Viewer.ModuleAsync()).InvokeVoidAsync("save", name, "application/x-pem-file", pem);

    private void Close() => Dialog.Close();
}
