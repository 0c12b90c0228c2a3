using System.Globalization;

namespace FleetPortal.Simulator.Story;

/// <summary>Where a Thing of the demo stands, what it is, and what its operators noted.</summary>
internal static class StoryAttributes
{
    private const int ThingsOfSite = 25;
    private const int ThingsOfBuilding = 9;
    private const int Lines = 4;
    private const int DaysOfInstallation = 1500;

    private static readonly DateOnly _firstInstallation = new(2021, 3, 1);
    private static readonly DateOnly _campaign = new(2024, 2, 12);

    private static readonly string[] _sites =
    [
        "Lindenau", "Hafen Ost", "Seeblick", "Altwerk", "Auental", "Mühlgraben", "Nordpark", "Talsperre", "Rieselfeld", "Westring",
    ];

    private static readonly Dictionary<string, (string Manufacturer, string[] Models)> _products = new(StringComparer.Ordinal)
    {
        ["meter"] = ("Hydrona", ["HM-300", "HM-320"]),
        ["pump"] = ("Sulda", ["PX-40", "PX-63", "PX-63"]),
        ["valve"] = ("Kessler", ["KV-80"]),
        ["gateway"] = ("Nordgate", ["NG-210", "NG-250"]),
    };

    // Most devices have the newest version.
    private static readonly string[] _firmware = ["4.2.1", "4.2.1", "4.2.1", "4.1.7", "4.2.1", "4.2.1", "4.0.3"];

    /// <summary>Returns the attributes of the n-th Thing.</summary>
    public static IReadOnlyDictionary<string, string> Of(int number, ThingRole role)
    {
        var (manufacturer, models) = _products[ThingModel.Of(number).Type];
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["site"] = _sites[number / ThingsOfSite % _sites.Length],
            ["building"] = ((char)('A' + (number % ThingsOfSite / ThingsOfBuilding))).ToString(),
            ["line"] = Text((number % Lines) + 1),
            ["manufacturer"] = manufacturer,
            ["model"] = models[number % models.Length],
            ["firmware"] = _firmware[number % _firmware.Length],
        };
        if (role is not (ThingRole.WaitingForInstallation or ThingRole.NeverConnected))
        {
            attributes["installed-on"] = InstalledOn(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (NoteOf(role) is { } note)
        {
            attributes["note"] = note;
        }

        return attributes;
    }

    private static DateOnly InstalledOn(int number) => StoryValidity.IsOfCampaign(number)
        ? _campaign.AddDays(number % 5) : _firstInstallation.AddDays(number * 37 % DaysOfInstallation);

    private static string? NoteOf(ThingRole role) => role switch
    {
        ThingRole.OnHold => "The seal was found broken. Inspection is ordered.",
        ThingRole.Stolen => "Reported stolen.",
        ThingRole.Replaced => "Has a new control board.",
        ThingRole.NeverConnected => "Prepared, and kept as a spare.",
        ThingRole.WaitingForInstallation => "Delivered. Waiting for installation.",
        ThingRole.Offline => "Out of service for overhaul.",
        ThingRole.MakersCertificate => "Uses the certificate of its maker.",
        _ => null,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
