using FleetPortal.Components.Controls;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Inventory;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Authorities;

/// <summary>The panel of an external authority without a proof of possession: the commands to run, and the field for the result.</summary>
public sealed partial class ProofPanel
{
    private string _pem = "";

    /// <summary>The authority to prove.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>Whether the signed-in person may register authorities.</summary>
    [Parameter]
    public bool MayAct { get; set; }

    [Inject]
    private ProveAuthority Prove { get; set; } = null!;

    [Inject]
    private RenewProofCode Renew { get; set; } = null!;

    [Inject]
    private DiscardAuthority Discard { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private IEnumerable<string> Lines =>
    [
        $"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout verify.key -subj "
            + $"/CN={Authority.ProofCode} -out verify.csr",
        "openssl x509 -req -in verify.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -out verification.pem",
    ];

    private Task ProveAsync() => TryAsync(async actor =>
    {
        await Prove.ExecuteAsync(Authority.Id, _pem, actor, CancellationToken.None);
        Snackbar.Add($"{Authority.Name} is registered. Import its certificates for their Things next.", Severity.Normal);
    });

    private Task RenewCodeAsync() => TryAsync(actor => Renew.ExecuteAsync(Authority.Id, actor, CancellationToken.None));

    private Task DiscardAsync() => TryAsync(actor => Discard.ExecuteAsync(Authority.Id, actor, CancellationToken.None));
}
