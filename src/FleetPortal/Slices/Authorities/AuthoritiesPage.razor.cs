using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Authorities;

/// <summary>The page of the authorities: the hierarchy, roll-overs, and external authorities that wait for a proof of possession.</summary>
public sealed partial class AuthoritiesPage
{
    private static readonly TimeSpan RollOverInterval = TimeSpan.FromSeconds(5);

    private IReadOnlyList<AuthorityView>? _authorities;
    private IReadOnlyList<RollOver> _rollOvers = [];
    private DateTimeOffset _rollOversDue;
    private bool _rollOversAreOld;

    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>
    /// The order of the table: the root, the issuing authorities each followed by its successors, then the external authorities.
    /// </summary>
    private IReadOnlyCollection<AuthorityView> Ordered => [.. _authorities!.Where(x => x.Kind == AuthorityKind.Root)
        .Concat(_authorities!
            .Where(x => x.Kind == AuthorityKind.Issuing && _authorities!.All(other => other.SuccessorId != x.Id)).SelectMany(Line))
        .Concat(_authorities!.Where(x => x.Kind == AuthorityKind.Registered).SelectMany(Below))];

    private AuthorityView? FirstExternal => _authorities?.FirstOrDefault(x => x.Kind == AuthorityKind.Registered);

    private IEnumerable<AuthorityView> Waiting => _authorities!.Where(authority => authority.Status == AuthorityStatus.PendingProof);

    private string Summary
    {
        get
        {
            if (_authorities is not { } all)
            {
                return "";
            }

            var (outside, waiting) = (all.Count(x => x.Kind == AuthorityKind.Registered && x.Status != AuthorityStatus.PendingProof),
                all.Count(x => x.Status == AuthorityStatus.PendingProof));
            return $"{all.Count(x => x.Kind is AuthorityKind.Root or AuthorityKind.Issuing)} in this portal"
                + (outside > 0 ? $", {outside} external" : "") + (waiting > 0 ? $", {waiting} waiting for proof of possession" : "");
        }
    }

    /// <inheritdoc/>
    protected override bool Ticks => _rollOversAreOld && Viewer.Now >= _rollOversDue;

    /// <inheritdoc/>
    protected override bool Concerns(
        FleetEvent fleetEvent) => fleetEvent.Kind is FleetEventKind.AuthorityChanged or FleetEventKind.CertificateChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _authorities = await Authorities.ListAsync(Actor, cancellationToken);

        // A roll-over reads every certificate of the old authority. Do not repeat this with every event; wait for the interval.
        if (Viewer.Now >= _rollOversDue
            || _authorities.Count(authority => authority is { SuccessorId: not null, Status: AuthorityStatus.Active }) != _rollOvers.Count)
        {
            _rollOvers = await Authorities.RollOversAsync(Actor, cancellationToken);
            (_rollOversDue, _rollOversAreOld) = (Viewer.Now + RollOverInterval, false);
        }
        else
        {
            _rollOversAreOld = _rollOvers.Count > 0;
        }
    }

    private IEnumerable<AuthorityView> Line(AuthorityView first)
    {
        for (var next = first; next is not null; next = _authorities!.FirstOrDefault(x => x.Id == next.SuccessorId))
        {
            yield return next;
        }
    }

    /// <summary>Returns a registered authority and all intermediates below it.</summary>
    private IEnumerable<AuthorityView> Below(AuthorityView top) =>
        _authorities!.Where(x => x.Kind == AuthorityKind.Intermediate && x.ParentId == top.Id).SelectMany(Below).Prepend(top);

    private string NameOf(string id) => _authorities!.FirstOrDefault(authority => authority.Id == id)?.Name ?? id;

    private string? Remark(AuthorityView authority) => authority switch
    {
        { SuccessorId: not null, Status: AuthorityStatus.Active } => "being replaced",
        { IsDefaultIssuer: true } => "default issuer",
        { Kind: AuthorityKind.Intermediate } => $"intermediate, trusted through {authority.ParentName}",
        _ when _authorities!.Any(other => other.SuccessorId == authority.Id && other.Status == AuthorityStatus.Active) => "successor",
        _ => null,
    };

    // The root signs authorities, the others sign certificates.
    private string Signed(AuthorityView authority) => authority.Kind == AuthorityKind.Root
        ? Count(_authorities!.Count(x => x.ParentId == authority.Id), "authority", "authorities")
        : Number(authority.ActiveCertificates);

    private string CrlAgeLabel(AuthorityView authority) => authority switch
    {
        { Kind: AuthorityKind.Root } => "on request",
        { Kind: AuthorityKind.Registered or AuthorityKind.Intermediate, ExternalCrl: { ThisUpdate: { } made } crl } => Viewer.Relative(made)
            + (crl.IsOverdue(Viewer.Now) ? ", overdue" : ""),
        { Kind: AuthorityKind.Registered or AuthorityKind.Intermediate } => "none yet",
        { CrlThisUpdate: { } made, CrlNextUpdate: { } next } => $"{Viewer.Relative(made)}, next {Viewer.Relative(next)}",
        _ => "none yet",
    };

    private static string KeyLabel(AuthorityView authority) => authority.KeyStore switch
    {
        KeyStoreKind.File => "Encrypted file",
        KeyStoreKind.Pkcs11 => "PKCS#11 token",
        _ => "external",
    };

    private Task CreateAsync() => ShowAsync<CreateAuthorityDialog>("Create authority");

    private Task RegisterAsync() => ShowAsync<RegisterAuthorityDialog>("Register external authority");

    private async Task ShowAsync<TDialog>(string title)
        where TDialog : ComponentBase
    {
        var dialog = await Dialogs.ShowAsync<TDialog>(title);
        await dialog.Result;
        await ReloadAsync();
    }

    private void Close() => Navigation.NavigateTo("authorities", replace: true);
}
