using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>Between the sign-out here and the one at the provider. The Refresh header goes on by itself; the link is for browsers that ignore it.</summary>
public sealed partial class SigningOutDocument
{
    /// <summary>The provider's sign-out address.</summary>
    [Parameter]
    public string Address { get; set; } = "";
}
