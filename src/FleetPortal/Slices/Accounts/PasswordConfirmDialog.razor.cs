using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Does something with one's account after the current password was given again.</summary>
public sealed partial class PasswordConfirmDialog
{
    private string _password = "";
    private IReadOnlyList<string> _codes = [];

    /// <summary>What is about to be done.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What follows from it.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>The button's words.</summary>
    [Parameter, EditorRequired]
    public string Button { get; set; } = "";

    /// <summary>Does it with the password; answers recovery codes, if new ones were made.</summary>
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
