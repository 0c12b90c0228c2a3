using System.Globalization;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Accounts;

/// <summary>The table of sessions: person, browser, address and time.</summary>
public sealed partial class SessionTable
{
    /// <summary>The sessions to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<SessionView> Sessions { get; set; } = [];

    /// <summary>Whether to show the column of the person.</summary>
    [Parameter]
    public bool ShowPerson { get; set; }

    [Inject]
    private EndSessions End { get; set; } = null!;

    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    private SessionView? Current => Sessions.FirstOrDefault(session => session.IsCurrent);

    private int OthersOfOwn => Current is { } own
        ? Sessions.Count(session => session.Kind == own.Kind && session.PersonId == own.PersonId) - 1 : 0;

    private Task EndAsync(SessionView session) => TryAsync(actor => End.OneAsync(session.Id, actor, CancellationToken.None));

    private Task EndOthersAsync() => TryAsync(actor => End.AllOfAsync(actor.Kind, actor.Identity, actor, CancellationToken.None));

    private static string? Mark(SessionView session) => session.IsCurrent ? " (this one)" : null;

    private static string Hours(TimeSpan time) => time.TotalHours % 24 == 0 && time.TotalDays >= 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0} hours");
}
