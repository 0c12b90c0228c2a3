using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Configuration;

/// <summary>Reads the section <c>Authentication:OpenIdConnect</c>.</summary>
internal static class OpenIdConnectReader
{
    /// <summary>The key of the section.</summary>
    public const string Section = "Authentication:OpenIdConnect";

    private const string NoRole = "none";
    private const string OpenId = "openid";

    /// <summary>
    /// The roles of the provider that are accepted without an entry in RoleMap. Administrator needs an entry, because at the provider this
    /// role often belongs to the administrators of another system.
    /// </summary>
    private static readonly Role[] TakenByName = [Role.Viewer, Role.Support, Role.Operator];

    /// <summary>
    /// Reads the settings and adds every fault to <paramref name="faults"/>. Returns null if the section is not configured.
    /// </summary>
    public static OpenIdConnectSettings? Read(IConfigurationSection section, ICollection<string> faults)
    {
        if (!section.Exists())
        {
            return null;
        }

        var (authority, clientId) = (section["Authority"] ?? "", section["ClientId"] ?? "");
        if (!IsProviderAddress(authority))
        {
            faults.Add($"{Section}:Authority: {(authority.Length > 0 ? authority : "it is missing; it")} must be an https address (http on "
                + $"loopback only).");
        }

        if (section["Issuer"] is { } issuer && !IsProviderAddress(issuer))
        {
            faults.Add($"{Section}:Issuer: {issuer} must be an https address (http on loopback only).");
        }

        if (clientId.Length == 0)
        {
            faults.Add($"{Section}:ClientId: is missing.");
        }

        return new OpenIdConnectSettings
        {
            Authority = authority,
            Issuer = section["Issuer"] ?? authority,
            ClientId = clientId,
            ClientSecret = section["ClientSecret"],
            Scopes = Scopes(section["Scopes"] ?? SettingsCatalogue.Get($"{Section}:Scopes").Default!, faults),
            RoleClaimType = section["RoleClaimType"] ?? SettingsCatalogue.Get($"{Section}:RoleClaimType").Default!,
            RoleMap = RoleMap(section.GetSection("RoleMap"), faults),
        };
    }

    private static bool IsProviderAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    private static IReadOnlyList<string> Scopes(string text, ICollection<string> faults)
    {
        var scopes = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // The characters that RFC 6749 §3.3 allows in a scope.
        if (scopes.Any(scope => scope.Any(letter => letter is < '!' or > '~' or '"' or '\\')))
        {
            faults.Add($"{Section}:Scopes: {text} is not a list of scopes such as openid profile groups.");
        }

        return [OpenId, .. scopes.Where(scope => scope != OpenId).Distinct(StringComparer.Ordinal)];
    }

    private static Dictionary<string, Role> RoleMap(IConfigurationSection section, ICollection<string> faults)
    {
        var map = TakenByName.ToDictionary(NameOf, StringComparer.Ordinal);
        foreach (var entry in section.GetChildren())
        {
            if (string.Equals(entry.Value, NoRole, StringComparison.OrdinalIgnoreCase))
            {
                map.Remove(entry.Key);
            }
            else if (EnumName.Find<Role>(entry.Value) is { } role)
            {
                map[entry.Key] = role;
            }
            else
            {
                faults.Add($"{Section}:RoleMap:{entry.Key}: {entry.Value} is not administrator, operator, support, viewer or none.");
            }
        }

        return map;
    }

    private static string NameOf(Role role) => role.ToString().ToLowerInvariant();
}
