using System.Security.Claims;
using FleetPortal.Fleet.Access;

namespace FleetPortal.Authentication;

/// <summary>From a signed-in principal to the actor that use cases ask, and back. A principal without a role of ours is nobody.</summary>
public static class ActorClaims
{
    /// <summary>What kind of actor: <c>account</c>, <c>persona</c>, <c>openid</c> or <c>token</c>.</summary>
    public const string Kind = "fleet-kind";

    /// <summary>The role.</summary>
    public const string Role = "fleet-role";

    /// <summary>The identity beside the name, where it has one (<see cref="Actor.Id"/>).</summary>
    public const string Id = "fleet-id";

    /// <summary>The stamp of the account's password, so that a change of it ends other sessions.</summary>
    public const string Stamp = "fleet-stamp";

    /// <summary>Until when the sign-in counts, in seconds since 1970; whoever has one signs in anew afterwards.</summary>
    public const string End = "fleet-end";

    /// <summary>A principal for an actor.</summary>
    public static ClaimsPrincipal PrincipalOf(Actor actor, string scheme, string? stamp = null, DateTimeOffset? end = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        List<Claim> claims = [new(ClaimTypes.Name, actor.Name), new(Kind, actor.Kind), new(Role, actor.Role.ToString())];
        if (actor.Id is { } id)
        {
            claims.Add(new Claim(Id, id));
        }

        if (stamp is not null)
        {
            claims.Add(new Claim(Stamp, stamp));
        }

        if (end is { } moment)
        {
            claims.Add(new Claim(End, moment.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, ClaimTypes.Name, Role));
    }

    /// <summary>Whether the sign-in had an end, and it has come.</summary>
    public static bool HasEnded(this ClaimsPrincipal principal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(End) is { } end && now.ToUnixTimeSeconds() >= long.Parse(end, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Who it is, or null.</summary>
    public static Actor? FindActor(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.Identity is { IsAuthenticated: true, Name: { } name }
            && principal.FindFirstValue(Kind) is { } kind
            && Enum.TryParse<Role>(principal.FindFirstValue(Role), out var role) && Enum.IsDefined(role)
            ? new Actor(kind, name, role) { Id = principal.FindFirstValue(Id) }
            : null;
    }
}
