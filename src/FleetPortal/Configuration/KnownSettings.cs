using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace FleetPortal.Configuration;

/// <summary>
/// Finds configured keys that are not in <see cref="SettingsCatalogue"/>. Such a key stops the start, because a mistyped key would be
/// ignored otherwise. <see cref="SettingsReader"/> can read keys of the catalogue only, so add a new setting there first.
/// </summary>
internal static class KnownSettings
{
    /// <summary>The keys of <see cref="SettingsCatalogue"/>. <c>*</c> stands for a name that the operator chooses.</summary>
    public static readonly string[] Keys = [.. SettingsCatalogue.All.Select(setting => setting.Key)];

    // Sections and keys that .NET itself reads.
    private static readonly string[] _framework =
    [
        "Logging", "Kestrel",
        "AllowedHosts", "urls", "http_ports", "https_ports", "https_port", "environment", "applicationName", "contentRoot", "webroot",
        "captureStartupErrors", "detailedErrors", "shutdownTimeoutSeconds", "staticWebAssets", "$schema",
    ];

    private const int MaxDistance = 3;

    /// <summary>Returns one fault for each configured key that is not a setting, with the most similar setting.</summary>
    public static IEnumerable<string> Faults(IConfigurationRoot configuration) => ProvidersOf(configuration)
        .SelectMany(provider => Leaves(provider, null).Where(key => IsUnknown(key, provider is EnvironmentVariablesConfigurationProvider)))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(key => Nearest(key) is { } meant
            ? $"{key}: there is no such setting. Did you mean {meant}?" : $"{key}: there is no such setting.");

    /// <summary>Returns whether a key is a setting or a section that contains settings.</summary>
    public static bool Contains(
        string key) => Keys.Any(pattern => Matches(pattern, key) || pattern.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the configuration providers that operators fill. Providers in memory are filled by the host.</summary>
    private static IEnumerable<IConfigurationProvider> ProvidersOf(
        IConfigurationRoot configuration) => configuration.Providers.SelectMany(provider => provider switch
    {
        ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } => ProvidersOf(inner),
        MemoryConfigurationProvider => [],
        _ => [provider],
    });

    private static bool IsUnknown(string key, bool fromEnvironment)
    {
        if (Keys.Any(pattern => Matches(pattern, key)) || _framework.Contains(Segment(key), StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        // The environment holds variables of other programs. Refuse a variable only if its section is ours or it is similar to a setting.
        return !fromEnvironment
            || (key.Contains(':', StringComparison.Ordinal) && (IsOurSection(Segment(key)) || Nearest(key) is not null));
    }

    private static bool IsOurSection(string name) => Keys.Any(pattern => Segment(pattern).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Segment(string key) => key.Split(':', 2)[0];

    private static bool Matches(string pattern, string key)
    {
        var (wanted, given) = (pattern.Split(':'), key.Split(':'));
        return wanted.Length == given.Length
            && wanted.Zip(given).All(pair => pair.First == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Leaves(IConfigurationProvider provider, string? parent)
    {
        foreach (var name in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? name : $"{parent}:{name}";
            if (provider.TryGet(key, out _))
            {
                yield return key;
            }

            foreach (var leaf in Leaves(provider, key))
            {
                yield return leaf;
            }
        }
    }

    private static string? Nearest(string key)
    {
        var (setting, distance) = Keys.Select(candidate => (candidate, Distance(candidate.ToUpperInvariant(), key.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        return distance <= MaxDistance ? setting : null;
    }

    /// <summary>Returns the Levenshtein distance between two texts.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
