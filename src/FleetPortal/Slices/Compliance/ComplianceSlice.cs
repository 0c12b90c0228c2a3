using FleetPortal.Components.Controls;

namespace FleetPortal.Slices.Compliance;

/// <summary>The slice of the scorecard of Best Practice 1.1: page, printable report and API.</summary>
internal sealed class ComplianceSlice : IPortalSlice
{
    /// <summary>The address of the page, relative to the portal.</summary>
    public const string Address = "findings/best-practice";

    /// <summary>The address of the printable report.</summary>
    public const string ReportAddress = $"{Address}/report";

    /// <summary>The address of the report in JSON.</summary>
    public const string JsonAddress = $"{Address}/report.json";

    /// <inheritdoc/>
    public string Name => "Compliance";

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette =>
    [
        new("Best Practice 1.1", "page", Address, FleetIcons.Ticked, Words: "scorecard compliance score audit recommendations report"),
    ];

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => ComplianceEndpoints.Map(api);

    /// <inheritdoc/>
    public void Map(WebApplication app) => ComplianceEndpoints.MapDownload(app);
}
