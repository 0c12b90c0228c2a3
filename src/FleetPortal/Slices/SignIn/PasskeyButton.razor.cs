using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The button that signs in with a passkey. Hidden if the address of the page cannot use passkeys.</summary>
public sealed partial class PasskeyButton
{
    /// <summary>The path to which the browser goes after the sign-in.</summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether the button is the main action of the page.</summary>
    [Parameter]
    public bool IsMain { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;
}
