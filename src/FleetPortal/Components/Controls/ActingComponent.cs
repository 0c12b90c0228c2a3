using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Components.Controls;

/// <summary>The base class of components that run actions for the signed-in person and show why an action was refused.</summary>
public abstract class ActingComponent : ComponentBase
{
    /// <summary>The reason why the last action was refused, or null.</summary>
    protected string? Fault { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>
    /// Runs an action with the signed-in person as the actor. Puts the message of a <see cref="FleetError"/> into <see cref="Fault"/>.
    /// </summary>
    protected async Task TryAsync(Func<Actor, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Fault = null;
        try
        {
            await action((await Authentication).User.FindActor() ?? throw new FleetError(FleetErrorKind.Unauthenticated,
                CommonErrors.SessionEnded, "Your session has ended. Sign in again."));
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
    }
}
