using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Controls;

/// <summary>A dialog that asks for confirmation of an action.</summary>
public sealed partial class ConfirmDialog
{
    /// <summary>The question, with the name of the object.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The effect of the action, and how to undo it.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The label of the button: a verb and an object.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>The look of the button: <c>filled</c>, <c>hold</c> or <c>danger</c>.</summary>
    [Parameter]
    public string Kind { get; set; } = "filled";

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Shows the dialog. Returns whether the person confirmed.</summary>
    public static async Task<bool> AskAsync(IDialogService dialogs, string title, string text, string action, string kind = "filled")
    {
        ArgumentNullException.ThrowIfNull(dialogs);
        var parameters = new DialogParameters<ConfirmDialog> { { x => x.Title, title },
            { x => x.Text, text }, { x => x.Action, action }, { x => x.Kind, kind } };
        return await (await dialogs.ShowAsync<ConfirmDialog>(title, parameters)).Result is { Canceled: false };
    }
}
