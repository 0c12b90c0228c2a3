using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>Signs in with a passkey, where this address can use them.</summary>
public sealed partial class PasskeyButton
{
    /// <summary>Where to go afterwards.</summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    /// <summary>Whether it is the first thing to do here.</summary>
    [Parameter]
    public bool IsMain { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;
}
