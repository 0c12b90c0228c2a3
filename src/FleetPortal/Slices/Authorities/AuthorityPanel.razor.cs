using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Authorities;

/// <summary>The panel of one authority: its certificate, the Things that depend on it, and its actions.</summary>
public sealed partial class AuthorityPanel
{
    private BlastRadius? _radius;
    private string? _fault;

    /// <summary>The authority to show.</summary>
    [Parameter, EditorRequired]
    public AuthorityView Authority { get; set; } = null!;

    /// <summary>The name of its successor, or null.</summary>
    [Parameter]
    public string? SuccessorName { get; set; }

    /// <summary>Called when the panel should close.</summary>
    [Parameter]
    public EventCallback OnClose { get; set; }

    [Inject]
    private BlastRadiusQuery Radius { get; set; } = null!;

    [Inject]
    private ChangeAuthorityStatus Change { get; set; } = null!;

    [Inject]
    private SetDefaultIssuer SetStandard { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private bool MayAct => Authority.Kind != AuthorityKind.Root && Actor?.May(Permission.Administer) == true;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AuthorityChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _radius = Authority.Kind == AuthorityKind.Root ? null : await Radius.OfAuthorityAsync(Authority.Id, Actor, cancellationToken);

    private async Task RollOverAsync() =>
        await (await Dialogs.ShowAsync<CreateAuthorityDialog>("Roll over",
            new DialogParameters<CreateAuthorityDialog> { { x => x.Replaces, Authority } })).Result;

    private async Task EndAsync(bool retire)
    {
        var dialog = await Dialogs.ShowAsync<EndAuthorityDialog>("End",
            new DialogParameters<EndAuthorityDialog> { { x => x.Authority, Authority }, { x => x.Retire, retire } });
        if (await dialog.Result is { Canceled: false, Data: AuthorityChange change })
        {
            Snackbar.Add($"{Authority.Name} is {change.Status.ToWire()}. {Count(change.SessionsClosed, "session")} "
                + $"closed.{(PropagationTimeLabels.Of(change.Known) is { Length: > 0 } known ? $" Effective: {known}." : "")}",
                Severity.Normal);
        }
    }

    private Task EnableAsync() => TryAsync(async () =>
    {
        await Change.ExecuteAsync(Authority.Id, AuthorityStatus.Active, Actor, CancellationToken.None);
        Snackbar.Add($"{Authority.Name} is enabled. Its devices can connect again.", Severity.Normal);
    });

    private Task MakeStandardAsync() => TryAsync(() => SetStandard.ExecuteAsync(Authority.Id, Actor, CancellationToken.None));

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            _fault = null;
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }

    private async Task SavePemAsync() => await (await Viewer.ModuleAsync())
        .InvokeVoidAsync("save", Authority.Id + ".pem", "application/x-pem-file", Pem.Write(Pem.Certificate, Authority.Der));

    private async Task SaveDerAsync() => await (await Viewer.ModuleAsync())
        .InvokeVoidAsync("save", Authority.Id + ".crt", "application/pkix-cert", Authority.Der);
}
