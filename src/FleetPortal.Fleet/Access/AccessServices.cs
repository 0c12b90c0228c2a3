using FleetPortal.Fleet.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace FleetPortal.Fleet.Access;

/// <summary>Registers the services of the slice Access: accounts, sign-in, sessions of people and API tokens.</summary>
internal static class AccessServices
{
    /// <summary>Adds the services and the upkeep step that refreshes the standings every second.</summary>
    /// <param name="services">The services of the portal.</param>
    /// <param name="sessions">How long a session lasts.</param>
    /// <param name="requireSecondFactor">Whether every local account must have a second factor.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, SessionLimits sessions, bool requireSecondFactor)
    {
        services.AddSingleton(sessions);
        services.AddDataProtection();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SecondFactors>(provider, requireSecondFactor));
        services.AddSingleton<Standings>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<EndSessions>();
        services.AddSingleton<SessionQueries>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<VerifyPassword>();
        services.AddSingleton<CreateFirstAdministrator>();
        services.AddSingleton<InviteAccount>();
        services.AddSingleton<ResetAccount>();
        services.AddSingleton<AcceptLink>();
        services.AddSingleton<ChangeAccount>();
        services.AddSingleton<RemoveAccount>();
        services.AddSingleton<UnlockAccount>();
        services.AddSingleton<OwnPassword>();
        services.AddSingleton<ChangeOwnPassword>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<CreateApiToken>();
        services.AddSingleton<RevokeApiToken>();
        services.AddSingleton<ApiTokenQueries>();
        services.AddSingleton<AccountQueries>();
        services.AddSingleton<ApiTokens>();
        services.AddUpkeep<Standings>("signed-in-people",
            TimeSpan.FromSeconds(1), (standings, cancellationToken) => standings.RefreshAsync(cancellationToken));
        return services;
    }
}
