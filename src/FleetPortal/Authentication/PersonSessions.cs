using System.Security.Claims;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FleetPortal.Authentication;

/// <summary>Starts, finds and ends the sessions of browsers.</summary>
public sealed class PersonSessions(Sessions sessions, PortalSettings settings)
{
    /// <summary>
    /// Starts a session for an authenticated person and ends the earlier session of this browser. Returns the principal for the cookie.
    /// </summary>
    /// <param name="context">The request of the browser.</param>
    /// <param name="person">The person; <see cref="Actor.Id"/> identifies them within their kind.</param>
    /// <param name="method">The method of the sign-in, one of <see cref="SignInMethod"/>.</param>
    /// <param name="longest">
    /// The longest duration of the session, if it is shorter than that of the settings; null takes the settings.
    /// </param>
    public async Task<ClaimsPrincipal> StartAsync(HttpContext context, Actor person, string method, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var before = (await context.AuthenticateAsync(PortalAuthentication.CookieScheme)).Principal?.FindActor()?.Standing?.Id;
        var actor = await sessions.StartAsync(
            new SessionStart(person, method, AddressOf(context), context.Request.Headers.UserAgent, longest, before),
            context.RequestAborted);
        return ActorClaims.CookieOf(actor.Standing!, PortalAuthentication.CookieScheme);
    }

    /// <summary>Starts a session and sets its cookie.</summary>
    public async Task SignInAsync(HttpContext context, Actor person, string method) =>
        await context.SignInAsync(PortalAuthentication.CookieScheme, await StartAsync(context, person, method));

    /// <summary>Ends the session of this browser, also on its other open pages, and deletes the cookie.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.FindActor() is { } person)
        {
            await sessions.SignOutAsync(person, AddressOf(context), CancellationToken.None);
        }

        await context.SignOutAsync(PortalAuthentication.CookieScheme);
    }

    /// <summary>
    /// Returns the current actor of a session, or null if the session has ended or the settings no longer allow this kind of sign-in.
    /// </summary>
    /// <param name="id">The id of the session, or null.</param>
    /// <param name="isUse">Whether this counts as use of the session, which restarts its idle time.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<Actor?> FindAsync(string? id, bool isUse, CancellationToken cancellationToken)
    {
        var actor = id is null ? null : await sessions.FindAsync(id, isUse, cancellationToken);
        return actor?.Kind switch
        {
            ActorKinds.Account when settings.LocalAccounts => actor,
            ActorKinds.OpenId when settings.OpenIdConnect is not null => actor,
            ActorKinds.Persona when settings.Personas => actor,
            _ => null,
        };
    }

    /// <summary>
    /// Replaces the principal of the cookie with the current actor of its session. Signs the browser out if the session has ended.
    /// </summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var found = context.HttpContext.RequestServices.GetRequiredService<PersonSessions>();
        if (await found.FindAsync(context.Principal?.FindSession(), isUse: true, context.HttpContext.RequestAborted) is { } actor)
        {
            var (log, address, name) =
                (context.HttpContext.RequestServices.GetRequiredService<AccessLog>(), AddressOf(context.HttpContext), actor.Name);
            actor.Standing!.OnRefused = permission =>
                log.Refused($"an action on a page that needs the role {Actor.LeastRole(permission).ToWire()}", address, name);
            context.ReplacePrincipal(ActorClaims.PrincipalOf(actor with { RemoteAddress = address }, PortalAuthentication.CookieScheme));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(PortalAuthentication.CookieScheme);
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
