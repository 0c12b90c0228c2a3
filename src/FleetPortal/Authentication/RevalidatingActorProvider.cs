using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace FleetPortal.Authentication;

/// <summary>
/// Signs open pages out when their session ends: at once if this process ends the session, otherwise within a minute, when the database is
/// read again.
/// </summary>
public sealed class RevalidatingActorProvider : RevalidatingServerAuthenticationStateProvider
{
    private readonly IServiceScopeFactory _scopes;
    private CancellationTokenRegistration _end;

    /// <summary>Creates the provider. It follows the session of the person that the circuit reports.</summary>
    public RevalidatingActorProvider(ILoggerFactory loggerFactory, IServiceScopeFactory scopes)
        : base(loggerFactory)
    {
        _scopes = scopes;
        AuthenticationStateChanged += Follow;
    }

    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        if (authenticationState.User.FindActor()?.Standing is not { HasEnded: false } standing)
        {
            return false;
        }

        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PersonSessions>()
            .FindAsync(standing.Id, isUse: false, cancellationToken) is not null;
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
            _end = standing.Ended.Register(() =>
                SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())))));
        }
    }
}
