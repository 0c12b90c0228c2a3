namespace FleetPortal.Configuration;

/// <summary>Raw configuration, of which only the keys in <see cref="KnownSettings"/> can be read.</summary>
internal sealed class SettingsSource(IConfiguration configuration)
{
    /// <summary>The value of a setting, or null.</summary>
    /// <exception cref="InvalidOperationException">The key is not in <see cref="SettingsCatalogue"/>: add a line there.</exception>
    public string? this[string key] => configuration[Known(key)];

    /// <summary>The value of a setting, or its default.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no fixed default for the key.</exception>
    public string OrDefault(string key) =>
        this[key] ?? SettingsCatalogue.Get(key).Default ?? throw new InvalidOperationException($"{key} has no fixed default.");

    /// <summary>A section of settings.</summary>
    /// <exception cref="InvalidOperationException">No key of it is in <see cref="SettingsCatalogue"/>: add a line there.</exception>
    public IConfigurationSection GetSection(string key) => configuration.GetSection(Known(key));

    /// <summary>One fault for each configured key that is not a setting.</summary>
    public IEnumerable<string> UnknownKeys() => configuration is IConfigurationRoot root ? KnownSettings.Faults(root) : [];

    private static string Known(string key) => KnownSettings.Contains(key) ? key : throw new InvalidOperationException($"Add {key} to SettingsCatalogue.All.");
}
