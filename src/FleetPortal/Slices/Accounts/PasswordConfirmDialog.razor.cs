using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>A dialog that asks for the current password and then changes the own account.</summary>
public sealed partial class PasswordConfirmDialog
{
    private string _password = "";
    private IReadOnlyList<string> _codes = [];

    /// <summary>The title of the dialog, which names the action.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The consequence of the action, as a sentence.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The label of the button.</summary>
    [Parameter, EditorRequired]
    public string Button { get; set; } = "";

    /// <summary>Carries the action out with the password. Returns new recovery codes, or an empty list.</summary>
    [Parameter, EditorRequired]
    public Func<string, Actor, Task<IReadOnlyList<string>>> Act { get; set; } = null!;

    private Task ConfirmAsync() => RunAsync(async actor =>
    {
        _codes = await Act(_password, actor);
        _password = "";
        if (_codes.Count == 0)
        {
            Complete();
        }
    });
}
