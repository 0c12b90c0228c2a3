using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace FleetPortal.Components.Controls;

/// <summary>Renders its content after the preceding components have rendered.</summary>
public sealed class Deferred : ComponentBase
{
    /// <summary>The content to render.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
