using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace FleetPortal.Configuration;

/// <summary>
/// Recognises the keys of settings. <see cref="SettingsReader"/> reads only keys of <see cref="SettingsCatalogue"/>, so a new setting gets its
/// line there first. A configured key that is not listed stops the start, because a mistyped key would be ignored otherwise.
/// </summary>
internal static class KnownSettings
{
    /// <summary>The keys of <see cref="SettingsCatalogue"/>. <c>*</c> stands for a name that the operator chooses, or for an index.</summary>
    public static readonly string[] Keys = [.. SettingsCatalogue.All.Select(setting => setting.Key)];

    // Sections and keys that .NET reads for itself.
    private static readonly string[] _framework =
    [
        "Logging", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports", "https_port", "environment", "applicationName", "contentRoot", "webroot",
        "captureStartupErrors", "detailedErrors", "shutdownTimeoutSeconds", "staticWebAssets", "$schema",
    ];

    private const int MaxDistance = 3;

    /// <summary>One fault for each configured key that is not a setting, with the setting that was probably meant.</summary>
    public static IEnumerable<string> Faults(IConfigurationRoot configuration) => ProvidersOf(configuration)
        .SelectMany(provider => Leaves(provider, null).Where(key => IsUnknown(key, provider is EnvironmentVariablesConfigurationProvider)))
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(key => Nearest(key) is { } meant ? $"{key}: there is no such setting. Did you mean {meant}?" : $"{key}: there is no such setting.");

    /// <summary>Whether a key is a setting, or the section of one.</summary>
    public static bool Contains(string key) => Keys.Any(pattern => Matches(pattern, key) || pattern.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that people write: what is in memory was put there by the host.</summary>
    private static IEnumerable<IConfigurationProvider> ProvidersOf(IConfigurationRoot configuration) => configuration.Providers.SelectMany(provider => provider switch
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

        // Environment variables of other programs are none of ours: only those in a section of ours, or close to a setting, are refused.
        return !fromEnvironment || (key.Contains(':', StringComparison.Ordinal) && (IsOurSection(Segment(key)) || Nearest(key) is not null));
    }

    private static bool IsOurSection(string name) => Keys.Any(pattern => Segment(pattern).Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Segment(string key) => key.Split(':', 2)[0];

    private static bool Matches(string pattern, string key)
    {
        var (wanted, given) = (pattern.Split(':'), key.Split(':'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
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
        var (setting, distance) = Keys.Select(candidate => (candidate, Distance(candidate.ToUpperInvariant(), key.ToUpperInvariant()))).MinBy(pair => pair.Item2);
        return distance <= MaxDistance ? setting : null;
    }

    /// <summary>Levenshtein's edit distance.</summary>
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
