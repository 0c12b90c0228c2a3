using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace FleetPortal.Components.People;

/// <summary>What the dialogs about accounts have in common: one action at a time, and its refusal shown in the dialog.</summary>
public abstract class AccountDialog : ComponentBase
{
    /// <summary>Why the last try was refused, or null.</summary>
    protected string? Fault { get; set; }

    /// <summary>An action is under way.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>The dialog.</summary>
    [CascadingParameter]
    protected IMudDialogInstance Dialog { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Acts as the person in front; a refusal becomes <see cref="Fault"/>.</summary>
    protected async Task ActAsync(Func<Actor, Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            Fault = null;
            await act((await Authentication).User.FindActor() ?? throw new FleetError(FleetErrorKind.Unauthenticated, "session-ended", "Your session has ended. Sign in again."));
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Closes it without a result.</summary>
    protected void Cancel() => Dialog.Cancel();

    /// <summary>Closes it: done.</summary>
    protected void Close() => Dialog.Close(DialogResult.Ok(true));
}
