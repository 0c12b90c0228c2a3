using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>The dialog that creates an issuing authority: a new one, or the successor of an authority.</summary>
public sealed partial class CreateAuthorityDialog
{
    private string _name = "";
    private string? _organization;
    private int _years = IssuingAuthorityRequest.StandardYears;
    private KeyStoreKind _store;

    /// <summary>The authority that the new one replaces, or null.</summary>
    [Parameter]
    public AuthorityView? Replaces { get; set; }

    [Inject]
    private CreateIssuingAuthority Create { get; set; } = null!;

    [Inject]
    private KeyStores Stores { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        (_store, _organization) =
            (Replaces?.KeyStore ?? Stores.Standard, Replaces is null ? null : CertificateReader.OrganizationHeldTo(Replaces.Der));

        // The successor must not expire before the authority that it replaces.
        while (Replaces is { } old && _years < IssuingAuthorityRequest.MaxYears && Viewer.Now.AddYears(_years) < old.NotAfter)
        {
            _years++;
        }
    }

    private Task CreateAsync() => string.IsNullOrWhiteSpace(_name) ? Task.CompletedTask : RunAsync(async actor =>
    {
        var request = new IssuingAuthorityRequest(_name, Replaces?.Id, _organization, _years, _store);
        Dialog.Close(DialogResult.Ok(await Create.ExecuteAsync(request, actor, CancellationToken.None)));
    });
}
