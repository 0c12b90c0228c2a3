using FleetPortal.Authentication.SingleSignOn;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Cli;

/// <summary>
/// Messages about single sign-on for the start-up output and <c>doctor</c>: the addresses to register at the provider, and a warning.
/// </summary>
internal static class SingleSignOnNotes
{
    /// <summary>Returns a sentence with the two redirect URIs that must be registered at the provider.</summary>
    public static string Addresses(OpenIdConnectSettings provider, Uri pages) =>
        $"OpenID Connect at {provider.Authority}; register the redirect URI {new Uri(pages, SingleSignOnSetup.RedirectPath)} "
            + $"and the post-logout redirect URI {new Uri(pages, SingleSignOnSetup.SignedOutPath)}";

    /// <summary>Returns a warning if no sign-in can give the role administrator, or null.</summary>
    public static string? Warning(PortalSettings settings) =>
        settings is { OpenIdConnect: { } provider, LocalAccounts: false } && !provider.RoleMap.Values.Contains(Role.Administrator)
            ? "No role of the identity provider maps to administrator, and local accounts are off. Set "
                + "Authentication:OpenIdConnect:RoleMap:ROLE=administrator, or Authentication:Local:Enabled=true."
            : null;
}
