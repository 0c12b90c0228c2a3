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
        FindingCatalogue.ExpiringCertificate or FindingCatalogue.OldCertificate => FleetIcons.Expiring,
        FindingCatalogue.ExpiringAuthority or FindingCatalogue.AuthorityDisabled => FleetIcons.Authority,
        FindingCatalogue.NoCredential or FindingCatalogue.SeveralCredentials => FleetIcons.Certificates,
        FindingCatalogue.PolicyTooWide => FleetIcons.Applications,
        FindingCatalogue.AuditChainBroken => FleetIcons.Chain,
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

    /// <summary>Returns what to do about a finding of the registry: a short title and a sentence.</summary>
    public static (string Title, string Text) Remedy(string kind) => kind switch
    {
        FindingCatalogue.ExpiringCertificate => ("Rotate the certificates",
            "Select the Things and rotate them in waves. A Thing that is away is asked when it connects."),
        FindingCatalogue.ExpiringAuthority => ("Replace the authority", "Create its successor, then rotate the certificates to it."),
        FindingCatalogue.AuthorityDisabled => ("Enable the authority, or re-issue",
            "Its Things cannot connect. Enable it again, or issue certificates of another authority."),
        FindingCatalogue.NoCredential => ("Issue certificates", "Issue a certificate to each Thing, or retire those that are gone."),
        FindingCatalogue.WeakKey => ("Make new keys", "Each device needs a new key and a certificate for it. Then revoke the old one."),
        FindingCatalogue.SeveralCredentials => ("Revoke one of both", "Find out which certificate the device uses, and revoke the other."),
        FindingCatalogue.OrphanedCertificate => ("Revoke them", "Nobody owns these certificates. Revoke them with cessationOfOperation."),
        FindingCatalogue.PolicyTooWide => ("Narrow the rights", "Give the application only the types or groups that it needs."),
        FindingCatalogue.OldCertificate => ("Rotate the certificates", "A key that is replaced each year is worth less to a thief."),
        FindingCatalogue.RevokedButConnected => ("Close the session", "Close it under Connections, and report it: this must not happen."),
        FindingCatalogue.AuditChainBroken => ("Compare with a backup",
            "Find out who wrote to the database beside the portal. The page Audit names the entry."),
        _ => ("Look at it", "Decide what to do, and write it into the history."),
    };

    /// <summary>Returns the address of the page on which the affected objects of a kind are listed.</summary>
    public static string AffectedAddress(string kind, AffectedObjects affected) => kind switch
    {
        _ when affected.Query is { } query => $"things?q={Uri.EscapeDataString(query)}",
        FindingCatalogue.ExpiringAuthority or FindingCatalogue.AuthorityDisabled => "authorities",
        FindingCatalogue.PolicyTooWide => "applications",
        FindingCatalogue.RevokedButConnected => "connections",
        FindingCatalogue.AuditChainBroken => "audit",
        FindingCatalogue.OrphanedCertificate or FindingCatalogue.OldCertificate or FindingCatalogue.WeakKey => "certificates",
        _ => "things",
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
