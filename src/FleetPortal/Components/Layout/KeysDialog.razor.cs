using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>The dialog that lists the keyboard shortcuts.</summary>
public sealed partial class KeysDialog
{
    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;
}
