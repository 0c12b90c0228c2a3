using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>Creates an issuing authority: a further one, or the successor of one that rolls over.</summary>
public sealed partial class CreateAuthorityDialog
{
    private string _name = "";
    private string? _organization;
    private int _years = IssuingAuthorityRequest.StandardYears;
    private KeyStoreKind _store;

    /// <summary>The authority that rolls over; null makes one of its own.</summary>
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
        (_store, _organization) = (Replaces?.KeyStore ?? Stores.Standard, Replaces is null ? null : CertificateReader.OrganizationHeldTo(Replaces.Der));

        // A successor that expires before the authority that it replaces would have to be replaced first.
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
