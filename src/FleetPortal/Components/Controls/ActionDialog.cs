using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A dialog that does one thing. What it does runs once however often its button is pressed: a second press while the first is at
/// work, or after it succeeded, does nothing. What failed may be pressed again.
/// </summary>
public abstract class ActionDialog : ActingComponent
{
    private bool _done;

    /// <summary>The dialog around it.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Whether its button is not to be pressed: it is at work, or done.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Carries out, once. A refusal, or a <see cref="ActingComponent.Fault"/> that the action sets, is shown and may be tried again.</summary>
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

    /// <summary>Reads what the dialog shows before anything is done; what fails is shown, and a fault that is shown already stays.</summary>
    protected async Task ReadAsync(Func<Actor, Task> read)
    {
        var before = Fault;
        await TryAsync(read);
        Fault ??= before;
    }

    /// <summary>Closes without having done anything.</summary>
    protected void Cancel() => Dialog.Cancel();

    /// <summary>Closes: it is done.</summary>
    protected void Complete() => Dialog.Close(DialogResult.Ok(true));
}
