using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Layout;

/// <summary>Which keys do what.</summary>
public sealed partial class KeysDialog
{
    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;
}
