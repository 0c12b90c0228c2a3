using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Configuration;

/// <summary>Sign-in through an identity provider.</summary>
public sealed record OpenIdConnectSettings
{
    /// <summary>The provider's address; its description lies below it at <c>/.well-known/openid-configuration</c>.</summary>
    public required string Authority { get; init; }

    /// <summary>The issuer that the description must name: the authority, unless said otherwise.</summary>
    public required string Issuer { get; init; }

    /// <summary>What this portal is called there.</summary>
    public required string ClientId { get; init; }

    /// <summary>Null for a public client; PKCE protects the code either way.</summary>
    public required string? ClientSecret { get; init; }

    /// <summary>What is asked for; <c>openid</c> always.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The claim of the ID token that carries roles.</summary>
    public required string RoleClaimType { get; init; }

    /// <summary>Each role of the provider that counts here, compared by case, and what it is here.</summary>
    public required IReadOnlyDictionary<string, Role> RoleMap { get; init; }

    /// <summary>The highest role that the map gives, or null.</summary>
    public Role? RoleOf(IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return roles.Where(RoleMap.ContainsKey).Select(role => (Role?)RoleMap[role]).Max();
    }
}
