using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Tokens;

/// <summary>The API tokens that count, each with a way to revoke it.</summary>
public sealed partial class TokenTable
{
    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ApiTokenView> Tokens { get; set; } = [];

    [Inject]
    private RevokeApiToken Revoke { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private async Task CreateAsync() => await (await Dialogs.ShowAsync<TokenDialog>("Token")).Result;

    private async Task RevokeAsync(ApiTokenView token)
    {
        if (!await ConfirmDialog.AskAsync(Dialogs, $"Revoke {token.Name}?", "Programs that use this token are refused at once. This cannot be undone.", $"Revoke {token.Name}", "danger"))
        {
            return;
        }

        await TryAsync(async actor =>
        {
            await Revoke.ExecuteAsync(token.Id, actor, CancellationToken.None);
            Snackbar.Add($"{token.Name} is revoked: its next request is refused.", Severity.Normal);
        });
    }
}
