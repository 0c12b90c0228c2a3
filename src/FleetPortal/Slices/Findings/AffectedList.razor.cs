using FleetPortal.Fleet.Findings;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Findings;

/// <summary>What a finding of the registry is about: the first names, how many there are, and the page that lists all.</summary>
public sealed partial class AffectedList
{
    /// <summary>The affected objects with their number.</summary>
    [Parameter, EditorRequired]
    public AffectedObjects Affected { get; set; } = null!;

    /// <summary>The kind of the finding.</summary>
    [Parameter, EditorRequired]
    public string Kind { get; set; } = "";

    // A finding about an authority or an application names that; others name Things.
    private bool IsThing => Kind is not (FindingCatalogue.ExpiringAuthority or FindingCatalogue.AuthorityDisabled
        or FindingCatalogue.PolicyTooWide);
}
