using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Tokens;

/// <summary>The table of valid API tokens, each with a button that revokes it.</summary>
public sealed partial class TokenTable
{
    /// <summary>The tokens to show.</summary>
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
        if (!await ConfirmDialog.AskAsync(Dialogs, $"Revoke {token.Name}?",
            "The portal refuses programs that use this token at once. This cannot be undone.", $"Revoke {token.Name}", "danger"))
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
