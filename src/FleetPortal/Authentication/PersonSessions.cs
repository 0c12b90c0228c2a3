using System.Security.Claims;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace FleetPortal.Authentication;

/// <summary>Starts, finds and ends the sessions of browsers.</summary>
public sealed class PersonSessions(Sessions sessions, PortalSettings settings)
{
    /// <summary>Starts a session for somebody who has proven who they are; answers the principal for the cookie. The browser's earlier session ends.</summary>
    /// <param name="context">The request of that browser.</param>
    /// <param name="person">Who; <see cref="Actor.Id"/> says which one of that kind.</param>
    /// <param name="method">One of <see cref="SignInMethod"/>.</param>
    /// <param name="longest">An absolute end sooner than the settings'.</param>
    public async Task<ClaimsPrincipal> StartAsync(HttpContext context, Actor person, string method, TimeSpan? longest = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var before = (await context.AuthenticateAsync(PortalAuthentication.CookieScheme)).Principal?.FindActor()?.Standing?.Id;
        var actor = await sessions.StartAsync(
            new SessionStart(person, method, AddressOf(context), context.Request.Headers.UserAgent, longest, before), context.RequestAborted);
        return ActorClaims.CookieOf(actor.Standing!, PortalAuthentication.CookieScheme);
    }

    /// <summary>Starts a session and sets its cookie.</summary>
    public async Task SignInAsync(HttpContext context, Actor person, string method) =>
        await context.SignInAsync(PortalAuthentication.CookieScheme, await StartAsync(context, person, method));

    /// <summary>Ends the session of this browser, on every page that it has open, and takes the cookie away.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.User.FindActor() is { } person)
        {
            await sessions.SignOutAsync(person, AddressOf(context), CancellationToken.None);
        }

        await context.SignOutAsync(PortalAuthentication.CookieScheme);
    }

    /// <summary>Whom a session stands for now, or null: it has ended, or people of that kind cannot sign in any more.</summary>
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

    /// <summary>The cookie names a session: the principal of the request is whom it stands for now.</summary>
    internal static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var found = context.HttpContext.RequestServices.GetRequiredService<PersonSessions>();
        if (await found.FindAsync(context.Principal?.FindSession(), isUse: true, context.HttpContext.RequestAborted) is { } actor)
        {
            var (log, address, name) = (context.HttpContext.RequestServices.GetRequiredService<AccessLog>(), AddressOf(context.HttpContext), actor.Name);
            actor.Standing!.OnRefused = permission => log.Refused($"an action on a page that needs {Actor.LeastRole(permission).ToWire()}", address, name);
            context.ReplacePrincipal(ActorClaims.PrincipalOf(actor with { RemoteAddress = address }, PortalAuthentication.CookieScheme));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(PortalAuthentication.CookieScheme);
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
