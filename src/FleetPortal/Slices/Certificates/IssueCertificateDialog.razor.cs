using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Keys;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace FleetPortal.Slices.Certificates;

/// <summary>
/// The dialog that issues or imports a certificate, or creates an enrolment token. If the portal created the private key, the
/// dialog offers it for download and asks before it closes with an unsaved key.
/// </summary>
public sealed partial class IssueCertificateDialog
{
    private const int DefaultDays = 365;

    private Way _way;
    private int _hours = CreateEnrolmentToken.StandardHours;
    private EnrolmentToken? _token;
    private string _password = "";
    private string _csr = "";
    private string _outside = "";
    private bool _pin;
    private string? _authority;
    private IReadOnlyList<AuthorityView> _issuing = [];
    private int _days = DefaultDays;
    private bool _keySaved;
    private bool _asksBeforeClosing;
    private bool _isRevoking;
    private string? _revokeFault;
    private Actor? _issuer;
    private IssuedCertificate? _issued;

    private enum Way
    {
        PortalKey,
        Request,
        Enrolment,
        Import,
    }

    /// <summary>The name of the Thing or of the application.</summary>
    [Parameter, EditorRequired]
    public string ThingName { get; set; } = "";

    /// <summary>Whether the name is that of a Thing or of an application, which imports no certificate.</summary>
    [Parameter]
    public PrincipalKind Owner { get; set; }

    [Inject]
    private IssueCertificate Issue { get; set; } = null!;

    [Inject]
    private RevokeCertificate Revoke { get; set; } = null!;

    [Inject]
    private RegisterCertificate Import { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private CreateEnrolmentToken CreateToken { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>Reads the issuing authorities for the choice. The default issuer is the first.</summary>
    protected override Task OnInitializedAsync() => ReadAsync(async actor =>
    {
        var all = await Authorities.ListAsync(actor, CancellationToken.None);
        _issuing = [.. all.Where(authority => authority.Issues).OrderByDescending(authority => authority.IsDefaultIssuer)];
        _authority = _issuing.Count > 0 ? _issuing[0].Id : null;
    });

    private Task IssueAsync() => RunAsync(async actor =>
    {
        if (_way == Way.Enrolment)
        {
            _token = await CreateToken.ExecuteAsync(ThingName, Owner, _hours, actor, CancellationToken.None);
        }
        else if (_way == Way.Import)
        {
            await Import.ExecuteAsync(new CertificateImport(ThingName, _outside, Pin: _pin), actor, CancellationToken.None);
            Close();
        }
        else
        {
            var request = new IssueCertificateRequest(ThingName, _way == Way.Request ? _csr : null, _days, _authority, Owner);
            _issued = await Issue.ExecuteAsync(request, actor, CancellationToken.None);
            _issuer = actor;
        }
    });

    private async Task SaveKeyAsync(string key)
    {
        await SaveAsync(ThingName + ".key", key);
        (_keySaved, _asksBeforeClosing) = (true, false);
    }

    private async Task SavePkcs12Async(IssuedCertificate issued)
    {
        var octets = Pkcs12File.Write(issued.Certificate.Der, issued.AuthorityDer, issued.PrivateKeyPem!, _password, ThingName);
        await (await Viewer.ModuleAsync()).InvokeVoidAsync("save", ThingName + ".p12", "application/x-pkcs12", octets);
        (_keySaved, _asksBeforeClosing) = (true, false);
    }

    private async Task SaveAsync(
        string name, string pem) => await (await Viewer.ModuleAsync()).InvokeVoidAsync("save", name, "application/x-pem-file", pem);

    private void Done()
    {
        if (_issued?.PrivateKeyPem is not null && !_keySaved)
        {
            _asksBeforeClosing = true;
        }
        else
        {
            Close();
        }
    }

    /// <summary>Revokes the issued certificate, which is useless because its private key was not saved, and closes the dialog.</summary>
    private async Task RevokeAndCloseAsync()
    {
        if (_isRevoking)
        {
            return;
        }

        (_isRevoking, _revokeFault) = (true, null);
        try
        {
            await Revoke.ExecuteAsync(_issued!.Certificate.Id, RevocationReason.CessationOfOperation, _issuer!, CancellationToken.None);
            Close();
        }
        catch (FleetError e)
        {
            _revokeFault = e.Message;
            _isRevoking = false;
        }
    }

    private void Close() => Dialog.Close();
}
