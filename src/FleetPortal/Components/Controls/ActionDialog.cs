using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A dialog that does one thing. What it does runs once however often its button is pressed: a second press while the first is at
/// work, or after it succeeded, does nothing. What failed may be pressed again.
/// </summary>
public abstract class ActionDialog : ComponentBase
{
    private bool _done;

    /// <summary>The dialog around it.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Why it was not done, or null.</summary>
    protected string? Fault { get; set; }

    /// <summary>Whether its button is not to be pressed: it is at work, or done.</summary>
    protected bool IsBusy { get; private set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Carries out, once. A <see cref="FleetError"/>, or a <see cref="Fault"/> that the action sets, is shown and may be tried again.</summary>
    protected async Task RunAsync(Func<Actor, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (IsBusy || _done)
        {
            return;
        }

        IsBusy = true;
        Fault = null;
        try
        {
            await action(await ActorAsync());
            _done = Fault is null;
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
        finally
        {
            IsBusy = _done;
        }
    }

    /// <summary>Reads what the dialog shows before anything is done; what fails is shown.</summary>
    protected async Task ReadAsync(Func<Actor, Task> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            await read(await ActorAsync());
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
    }

    /// <summary>Closes without having done anything.</summary>
    protected void Cancel() => Dialog.Cancel();

    /// <summary>Closes: it is done.</summary>
    protected void Complete() => Dialog.Close(DialogResult.Ok(true));

    private async Task<Actor> ActorAsync() =>
        (await Authentication).User.FindActor() ?? throw new FleetError(FleetErrorKind.Unauthenticated, "session-ended", "Your session has ended. Sign in again.");
}
