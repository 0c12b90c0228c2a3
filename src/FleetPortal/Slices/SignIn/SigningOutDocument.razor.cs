using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>
/// The page between the sign-out of the portal and that of the identity provider. The Refresh header opens the provider's page; the link is
/// for browsers that ignore the header.
/// </summary>
public sealed partial class SigningOutDocument
{
    /// <summary>The sign-out address of the identity provider.</summary>
    [Parameter]
    public string Address { get; set; } = "";
}
