using System.Security.Claims;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>
/// From a signed-in principal to the actor that use cases ask, and back. A cookie carries nothing but the id of a session: who that is
/// and what they may do is looked up with each request.
/// </summary>
public static class ActorClaims
{
    /// <summary>What kind of actor: one of <see cref="ActorKinds"/>.</summary>
    public const string Kind = "fleet-kind";

    /// <summary>The role.</summary>
    public const string Role = "fleet-role";

    private const string Session = "fleet-session";

    /// <summary>The principal of an actor that was just recognised. It keeps the actor itself, which a cookie never does.</summary>
    public static ClaimsPrincipal PrincipalOf(Actor actor, string scheme)
    {
        ArgumentNullException.ThrowIfNull(actor);
        List<Claim> claims =
        [
            // What forms are bound to (antiforgery): this session, or this actor.
            new(ClaimTypes.NameIdentifier, actor.Standing?.Id ?? actor.Key), new(ClaimTypes.Name, actor.Name), new(Kind, actor.Kind), new(Role, actor.CurrentRole.ToString()),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, Role) { BootstrapContext = actor });
    }

    /// <summary>What goes into the cookie.</summary>
    internal static ClaimsPrincipal CookieOf(Standing standing, string scheme) => new(new ClaimsIdentity([new Claim(Session, standing.Id)], scheme));

    /// <summary>The session that a cookie names, or null.</summary>
    internal static string? FindSession(this ClaimsPrincipal principal) => principal.FindFirstValue(Session);

    /// <summary>Who it is, or null.</summary>
    public static Actor? FindActor(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is ClaimsIdentity { IsAuthenticated: true, BootstrapContext: Actor actor } ? actor : null;
    }
}
