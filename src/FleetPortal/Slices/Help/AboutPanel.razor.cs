using FleetPortal.Configuration;
using FleetPortal.Fleet.Authorities;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Help;

/// <summary>The section <em>About</em> of the settings page: version, root, addresses and sign-in.</summary>
public sealed partial class AboutPanel
{
    [Inject]
    private PortalSettings Settings { get; set; } = null!;

    [Inject]
    private AuthorityVault Vault { get; set; } = null!;

    private string SignIn => string.Join(", ", Ways());

    private IEnumerable<string> Ways()
    {
        if (Settings.OpenIdConnect is { } provider)
        {
            yield return $"OpenID Connect at {new Uri(provider.Authority).Host}";
        }

        if (Settings.LocalAccounts)
        {
            yield return "local accounts";
        }

        if (Settings.Personas)
        {
            yield return "demo personas";
        }
    }
}
