namespace FleetPortal.Configuration;

/// <summary>Gives access to the raw configuration, but only to the keys of <see cref="SettingsCatalogue"/>.</summary>
internal sealed class SettingsSource(IConfiguration configuration)
{
    /// <summary>The configured value of a setting, or null.</summary>
    /// <exception cref="InvalidOperationException">The key is not in <see cref="SettingsCatalogue"/>.</exception>
    public string? this[string key] => configuration[Known(key)];

    /// <summary>Returns the configured value of a setting, or its default.</summary>
    /// <exception cref="InvalidOperationException">The catalogue has no fixed default for the key.</exception>
    public string OrDefault(string key) =>
        this[key] ?? SettingsCatalogue.Get(key).Default ?? throw new InvalidOperationException($"{key} has no fixed default.");

    /// <summary>Returns a section of settings.</summary>
    /// <exception cref="InvalidOperationException">No key of this section is in <see cref="SettingsCatalogue"/>.</exception>
    public IConfigurationSection GetSection(string key) => configuration.GetSection(Known(key));

    /// <summary>Returns one fault for each configured key that is not a setting.</summary>
    public IEnumerable<string> UnknownKeys() => configuration is IConfigurationRoot root ? KnownSettings.Faults(root) : [];

    private static string Known(string key) => KnownSettings.Contains(key)
        ? key : throw new InvalidOperationException($"Add {key} to the SettingKeys of a slice.");
}
