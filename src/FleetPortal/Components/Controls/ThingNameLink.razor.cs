using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows the name of a Thing as a link to its page, or the name or client identifier of an application as a link to its panel.
/// </summary>
public sealed partial class ThingNameLink
{
    /// <summary>The name of the Thing or of the application.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>Whether the name is that of a Thing or of an application. The page of a Thing leads on if it is not known.</summary>
    [Parameter]
    public PrincipalKind Kind { get; set; }

    // Only client identifiers of applications contain a dot: {application}.{instance}.
    private string Address => Kind == PrincipalKind.Application || Name.Contains('.', StringComparison.Ordinal)
        ? $"applications?name={Uri.EscapeDataString(Name.Split('.')[0])}" : $"things/{Uri.EscapeDataString(Name)}";
}
