using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Components.Controls;

/// <summary>A component that does things in the name of the person in front of it, and shows why one was refused.</summary>
public abstract class ActingComponent : ComponentBase
{
    /// <summary>Why the last try was refused, or null.</summary>
    protected string? Fault { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Does it as that person. A <see cref="FleetError"/> becomes <see cref="Fault"/>.</summary>
    protected async Task TryAsync(Func<Actor, Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Fault = null;
        try
        {
            await action((await Authentication).User.FindActor() ?? throw new FleetError(FleetErrorKind.Unauthenticated, CommonErrors.SessionEnded, "Your session has ended. Sign in again."));
        }
        catch (FleetError e)
        {
            Fault = e.Message;
        }
    }
}
