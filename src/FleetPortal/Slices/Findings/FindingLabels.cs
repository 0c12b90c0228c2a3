using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;

namespace FleetPortal.Slices.Findings;

/// <summary>The icon, the word and the colour of findings.</summary>
internal static class FindingLabels
{
    /// <summary>Returns the address of the page of a finding.</summary>
    public static string Address(string id) => $"findings/{Uri.EscapeDataString(id)}";

    /// <summary>Returns the icon of a kind.</summary>
    public static string Icon(string kind) => kind switch
    {
        FindingKinds.SharedCredential or FindingKinds.ClientIdentifierConflict => FleetIcons.Clone,
        FindingKinds.ImpossibleMove => FleetIcons.External,
        FindingKinds.RefusedRepeatedly => FleetIcons.Refused,
        _ => FleetIcons.Findings,
    };

    /// <summary>Returns the look of a severity.</summary>
    public static StatusTone Severity(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Critical => new("tinted critical", FleetIcons.Error, "Critical"),
        FindingSeverity.High => new("tinted expired", FleetIcons.Warning, "High"),
        FindingSeverity.Medium => new("tinted expiring", FleetIcons.Info, "Medium"),
        _ => new("offline", FleetIcons.Info, "Low"),
    };

    /// <summary>Returns the look of a state.</summary>
    public static StatusTone State(FindingState state) => state switch
    {
        FindingState.Open => new("tinted pending", FleetIcons.NotReached, "Open"),
        FindingState.Contained => new("tinted hold", FleetIcons.Contain, "Contained"),
        FindingState.Resolved => new("active", FleetIcons.Active, "Resolved"),
        _ => new("offline", FleetIcons.Expiring, "Accepted"),
    };

    /// <summary>Returns the icon and the words of a line of the history.</summary>
    public static (string Icon, string Words) Entry(FindingEntry entry) => entry.Kind switch
    {
        FindingEntries.Opened => (FleetIcons.Findings, "Finding opened"),
        FindingEntries.Raised => (FleetIcons.Warning, "More speaks for it"),
        FindingEntries.Contained => (FleetIcons.Contain, "Contained"),
        FindingEntries.Released => (FleetIcons.Release, "Released"),
        FindingEntries.Resolved => (FleetIcons.Active, "Resolved"),
        FindingEntries.Accepted => (FleetIcons.Expiring, "Risk accepted"),
        FindingEntries.Reopened => (FleetIcons.Findings, "Opened again"),
        FindingEntries.Assigned => (FleetIcons.Person, entry.Text is null ? "Assigned to nobody" : "Assigned"),
        _ => (FleetIcons.Edit, "Comment"),
    };
}
