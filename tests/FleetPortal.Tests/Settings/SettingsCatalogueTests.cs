using System.Collections;
using System.Globalization;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Slices;
using FleetPortal.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace FleetPortal.Tests.Settings;

/// <summary>The catalogue of settings: its defaults are those of the reader, and the page is made from it.</summary>
public sealed class SettingsCatalogueTests
{
    [Fact]
    public void EveryDefault_IsWhatCountsWithoutASetting()
    {
        var defaults = SettingsCatalogue.All.Where(setting => setting.Default is not null)
            .ToDictionary(setting => setting.Key, setting => setting.Default);
        Assert.InRange(defaults.Count, 20, 200);
        Assert.Equal(Read(new Dictionary<string, string?>()),
            Read(defaults.Where(setting => !setting.Key.Contains("OpenIdConnect", StringComparison.Ordinal)).ToDictionary()));
    }

    [Fact]
    public void EveryNumber_HasItsLimits() => Assert.All(SettingsCatalogue.All.Where(setting => setting.Unit is not null), setting =>
    {
        Assert.Null(FaultOf(setting.Key, setting.Min));
        Assert.Null(FaultOf(setting.Key, setting.Max));
        Assert.Equal($"{setting.Key}: {setting.Max + 1} is not a number from {setting.Min} to {setting.Max}.",
            FaultOf(setting.Key, setting.Max + 1));
    });

    [Fact]
    public void TheKeysOfEverySlice_AreInTheCatalogue_Once_AndInTheOrderOfTheSlices()
    {
        var keys = SettingsCatalogue.All.Select(setting => setting.Key).ToList();
        var ofSlices = PortalSlices.All.SelectMany(slice => slice.SettingKeys).Select(setting => setting.Key).ToList();
        Assert.InRange(ofSlices.Count, 25, 200);
        Assert.Equal(ofSlices, keys.Skip(keys.Count - ofSlices.Count));
        Assert.Equal(keys.Count, keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(ofSlices, ofSlices.Intersect(KnownKeys()));
    }

    [Fact]
    public void ThePage_IsThatOfTheCatalogue() => GeneratedPage.AssertIsCurrent(
        "settings.md",
        $"""
        # Settings

        Set a key in the environment (`Listen__Portal`), on the command line (`--Listen:Portal=…`), or in the `appsettings.json` beside the program.
        A value that is not accepted and a key that is not listed here stop the start. The slices name their keys; this page is made from them.

        | key | default | values | unit | meaning |
        | --- | --- | --- | --- | --- |
        {string.Join('\n', SettingsCatalogue.All.Select(RowOf))}

        """);

    private static IEnumerable<string> KnownKeys() =>
        (string[])typeof(SettingsCatalogue).Assembly.GetType("FleetPortal.Configuration.KnownSettings", throwOnError: true)!
            .GetField("Keys")!.GetValue(null)!;

    private static string RowOf(Setting setting)
    {
        var (key, fallback) =
            (setting.Key.Replace("*", "NAME", StringComparison.Ordinal), setting.Default is { } value ? $"`{value}`" : setting.DefaultText);
        return $"| `{key}` | {fallback} | {setting.Values} | {setting.Unit} | {setting.Meaning} |";
    }

    private static IEnumerable<string> Read(IReadOnlyDictionary<string, string?> values)
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), isDevelopment: true);
        return typeof(PortalSettings).GetProperties().Select(property => $"{property.Name} = {Words(property.GetValue(settings))}");
    }

    private static string Words(object? value) => value switch
    {
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>()),
        ExpiryPolicy policy => $"{Words(policy.WarnDays)}; {policy.RenewExpiredDays}",
        _ => $"{value}",
    };

    private static string? FaultOf(string key, int value)
    {
        try
        {
            var values = new Dictionary<string, string?> { [key] = value.ToString(CultureInfo.InvariantCulture),
                ["Simulator:Enabled"] = "true" };
            return Read(values).Any() ? null : "";
        }
        catch (SettingsException e)
        {
            return Assert.Single(e.Faults);
        }
    }
}
