using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The base class of a dialog with one action. The action runs only once, however often its button is pressed: a press while it runs or
/// after it succeeded does nothing. After a failure it can be pressed again.
/// </summary>
public abstract class ActionDialog : ActingComponent
{
    private bool _done;

    /// <summary>The MudBlazor dialog that contains this component.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Whether the button must be disabled, because the action runs or has succeeded.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>
    /// Runs the action once. After a refusal, or if the action sets <see cref="ActingComponent.Fault"/>, it may run again.
    /// </summary>
    protected async Task RunAsync(Func<Actor, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (IsBusy || _done)
        {
            return;
        }

        IsBusy = true;
        try
        {
            await TryAsync(action);
            _done = Fault is null;
        }
        finally
        {
            IsBusy = _done;
        }
    }

    /// <summary>Reads data that the dialog shows. A refusal is shown. A success does not remove the fault of the action.</summary>
    protected async Task ReadAsync(Func<Actor, Task> read)
    {
        var before = Fault;
        await TryAsync(read);
        Fault ??= before;
    }

    /// <summary>Closes the dialog without running the action.</summary>
    protected void Cancel() => Dialog.Cancel();

    /// <summary>Closes the dialog after the action has succeeded.</summary>
    protected void Complete() => Dialog.Close(DialogResult.Ok(true));
}
