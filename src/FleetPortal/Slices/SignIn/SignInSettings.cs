using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.SignIn;

/// <summary>The settings of the slice SignIn.</summary>
internal static class SignInSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Flag("Authentication:Local:Enabled", null, "true, and false with OpenID Connect",
            "Allow sign-in with local accounts. Set true together with OpenID Connect to keep them for emergencies."),
        Flag("Authentication:Personas:Enabled",
            "true", null, "Offer the personas of the demo, without passwords. Works in Development on loopback only."),
        Flag("Authentication:RequireSecondFactor", "false", null, "Require an authenticator app or a passkey for local accounts."),
        Number("Authentication:Session:IdleHours", 12, 1, 24 * 30, "hours", "A session ends after this time without use."),
        Number("Authentication:Session:MaxHours", 24 * 7, 1, 24 * 90, "hours", "A session ends after this time in any case."),
        Text("Authentication:OpenIdConnect:Authority", null, "none", "an address with https", "The identity provider for single sign-on."),
        Text("Authentication:OpenIdConnect:Issuer", null, "the authority", "an address with https",
            "The issuer, if the provider names another one."),
        Text("Authentication:OpenIdConnect:ClientId", null, "none", "a text", "The client identifier at the provider."),
        Text("Authentication:OpenIdConnect:ClientSecret", null, "none", "a text", "The client secret at the provider."),
        Text("Authentication:OpenIdConnect:Scopes", "openid profile", null, "scopes, separated by blanks",
            "The scopes that the portal requests."),
        Text("Authentication:OpenIdConnect:RoleClaimType", "role", null, "a text", "The claim that contains the roles."),
        Text("Authentication:OpenIdConnect:RoleMap:*",
            null, "viewer, support and operator by their own names", "administrator, operator, support, viewer or none",
            "The portal role of a role of the provider."),
    ];
}
