using FleetPortal.Authentication;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace FleetPortal.Components.People;

/// <summary>Sessions of one person, each with a way to end it.</summary>
public sealed partial class SessionList
{
    private string? _fault;

    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private EndSessions End { get; set; } = null!;

    private async Task EndAsync(SessionView session)
    {
        try
        {
            _fault = null;
            if ((await Authentication).User.FindActor() is { } actor)
            {
                await End.OneAsync(session.Id, actor, CancellationToken.None);
            }
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
