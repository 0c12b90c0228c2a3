using System.Security.Claims;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FleetPortal.Authentication;

/// <summary>
/// Takes an open page away from somebody whose session ends: at once where the portal ends it, and at the latest after a minute, when
/// the tables are asked again.
/// </summary>
public sealed class RevalidatingActorProvider : RevalidatingServerAuthenticationStateProvider
{
    private readonly IServiceScopeFactory _scopes;
    private CancellationTokenRegistration _end;

    /// <summary>Follows whoever the circuit says is there.</summary>
    public RevalidatingActorProvider(ILoggerFactory loggerFactory, IServiceScopeFactory scopes)
        : base(loggerFactory)
    {
        _scopes = scopes;
        AuthenticationStateChanged += Follow;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        if (authenticationState.User.FindActor()?.Standing is not { HasEnded: false } standing)
        {
            return false;
        }

        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PersonSessions>().FindAsync(standing.Id, isUse: false, cancellationToken) is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _end.Dispose();
        base.Dispose(disposing);
    }

    private void Follow(Task<AuthenticationState> change)
    {
        if (change.IsCompletedSuccessfully && change.Result.User.FindActor()?.Standing is { } standing)
        {
            _end.Dispose();
            _end = standing.Ended.Register(() => SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())))));
        }
    }
}
