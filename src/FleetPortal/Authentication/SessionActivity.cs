using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace FleetPortal.Authentication;

/// <summary>Counts what a person does on an open page as use of the session. A page that is only open does not count.</summary>
public sealed class SessionActivity(AuthenticationStateProvider people, TimeProvider time) : CircuitHandler
{
    private Standing? _standing;

    /// <inheritdoc/>
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        _standing = (await people.GetAuthenticationStateAsync()).User.FindActor()?.Standing;

    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        _standing?.Touch(time.GetUtcNow());
        return next(context);
    };
}
