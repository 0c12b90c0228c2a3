using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The sessions of one person, each with a button that ends it.</summary>
public sealed partial class SessionList
{
    /// <summary>The sessions to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    [Inject]
    private EndSessions End { get; set; } = null!;

    private Task EndAsync(SessionView session) => TryAsync(actor => End.OneAsync(session.Id, actor, CancellationToken.None));
}
