using FleetPortal.Authentication;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.SignIn;

/// <summary>The page on which a person without a second factor adds one, because the portal requires it.</summary>
public sealed partial class EnrolPage
{
    private TotpOffer? _offer;

    [SupplyParameterFromQuery(Name = "failed")]
    private string? Failed { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private LocalSignIn SignIn { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() =>
        _offer = await SignIn.FindPendingAsync(HttpContext) is ({ TotpSecret: { } secret }, { HasSecondFactor: false } state)
            ? SecondFactors.OfferOf(state.Person.Name, secret) : null;
}
