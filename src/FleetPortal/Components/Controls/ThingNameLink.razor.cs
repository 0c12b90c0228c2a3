using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>Shows a ThingName as a link to the page of the Thing.</summary>
public sealed partial class ThingNameLink
{
    /// <summary>The name of the Thing.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";
}
