using System.Security.Claims;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Authentication;

/// <summary>
/// Converts between a signed-in principal and the actor that use cases take. The cookie holds only the session id; the person and the role
/// are read from the database with each request.
/// </summary>
public static class ActorClaims
{
    /// <summary>The claim type of the actor kind, one of <see cref="ActorKinds"/>.</summary>
    public const string Kind = "fleet-kind";

    /// <summary>The claim type of the role.</summary>
    public const string Role = "fleet-role";

    private const string Session = "fleet-session";

    /// <summary>
    /// Creates the principal of an authenticated actor. The principal keeps the actor itself; it is never written to a cookie.
    /// </summary>
    public static ClaimsPrincipal PrincipalOf(Actor actor, string scheme)
    {
        ArgumentNullException.ThrowIfNull(actor);
        List<Claim> claims =
        [
            // Antiforgery tokens are bound to this identifier: the session, or the actor if there is no session.
            new(ClaimTypes.NameIdentifier, actor.Standing?.Id ?? actor.Key),
            new(ClaimTypes.Name, actor.Name), new(Kind, actor.Kind), new(Role, actor.CurrentRole.ToString()),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, Role) { BootstrapContext = actor });
    }

    /// <summary>Creates the principal that is written to the cookie. Its only claim is the session id.</summary>
    internal static ClaimsPrincipal CookieOf(
        Standing standing, string scheme) => new(new ClaimsIdentity([new Claim(Session, standing.Id)], scheme));

    /// <summary>Returns the session id from the principal of a cookie, or null if it has none.</summary>
    internal static string? FindSession(this ClaimsPrincipal principal) => principal.FindFirstValue(Session);

    /// <summary>Returns the actor of an authenticated principal, or null.</summary>
    public static Actor? FindActor(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is ClaimsIdentity { IsAuthenticated: true, BootstrapContext: Actor actor } ? actor : null;
    }
}
