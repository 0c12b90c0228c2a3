using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The page of the second step of a sign-in, which asks for a code, a passkey or a recovery code.</summary>
public sealed partial class SecondStepPage
{
    private SignInState? _state;
    private string _returnUrl = "/";

    [SupplyParameterFromQuery(Name = "failed")]
    private string? Failed { get; set; }

    [SupplyParameterFromQuery(Name = "recovery")]
    private bool Recovery { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private LocalSignIn SignIn { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var (pending, state) = await SignIn.FindPendingAsync(HttpContext);
        (_state, _returnUrl) = (state, pending?.ReturnUrl ?? "/");
    }
}
