using FleetPortal.Authentication;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Authorities;
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
    private string _outside = "";
    private string? _authority;
    private IReadOnlyList<AuthorityView> _issuing = [];
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
        Import,
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
    private RegisterCertificate Import { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private CreateEnrolmentToken CreateToken { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>Where several authorities issue, one is chosen; the standard one stands first.</summary>
    protected override async Task OnInitializedAsync()
    {
        var all = await Authorities.ListAsync((await Authentication).User.FindActor()!, CancellationToken.None);
        _issuing = [.. all.Where(authority => authority.Issues).OrderByDescending(authority => authority.IsStandard)];
        _authority = _issuing.Count > 0 ? _issuing[0].Id : null;
    }

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
            else if (_way == Way.Import)
            {
                await Import.ExecuteAsync(ThingName, _outside, actor, CancellationToken.None);
                Close();
            }
            else
            {
                _issued = await Issue.ExecuteAsync(new IssueCertificateRequest(ThingName, _way == Way.Request ? _csr : null, _days, _authority), actor, CancellationToken.None);
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
