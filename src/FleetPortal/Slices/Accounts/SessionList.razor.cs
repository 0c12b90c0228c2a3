using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>Sessions of one person, each with a way to end it.</summary>
public sealed partial class SessionList
{
    /// <summary>Which.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    [Inject]
    private EndSessions End { get; set; } = null!;

    private Task EndAsync(SessionView session) => TryAsync(actor => End.OneAsync(session.Id, actor, CancellationToken.None));
}
