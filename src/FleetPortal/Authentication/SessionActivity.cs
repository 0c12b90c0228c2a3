using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FleetPortal.Authentication;

/// <summary>What a person does on an open page is use of the session; that the page is open is not.</summary>
public sealed class SessionActivity(AuthenticationStateProvider people, TimeProvider time) : CircuitHandler
{
    private Standing? _standing;

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        _standing = (await people.GetAuthenticationStateAsync()).User.FindActor()?.Standing;

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        _standing?.Touch(time.GetUtcNow());
        return next(context);
    };
}
