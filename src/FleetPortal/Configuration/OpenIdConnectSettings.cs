using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Configuration;

/// <summary>The settings of sign-in at an OpenID Connect provider.</summary>
public sealed record OpenIdConnectSettings
{
    /// <summary>The address of the provider. Its metadata is at <c>/.well-known/openid-configuration</c> below this address.</summary>
    public required string Authority { get; init; }

    /// <summary>The issuer that the metadata must name. It is the authority if the setting is missing.</summary>
    public required string Issuer { get; init; }

    /// <summary>The client identifier of this portal at the provider.</summary>
    public required string ClientId { get; init; }

    /// <summary>The client secret, or null for a public client. PKCE protects the authorization code in both cases.</summary>
    public required string? ClientSecret { get; init; }

    /// <summary>The scopes that the portal requests. <c>openid</c> is always the first.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The claim of the ID token that contains the roles.</summary>
    public required string RoleClaimType { get; init; }

    /// <summary>Maps roles of the provider to roles of the portal. The keys are case-sensitive.</summary>
    public required IReadOnlyDictionary<string, Role> RoleMap { get; init; }

    /// <summary>Returns the highest portal role for some roles of the provider, or null if none of them is mapped.</summary>
    public Role? RoleOf(IEnumerable<string> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return roles.Where(RoleMap.ContainsKey).Select(role => (Role?)RoleMap[role]).Max();
    }
}
