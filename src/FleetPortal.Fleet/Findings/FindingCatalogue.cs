using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Findings;

/// <summary>One kind of finding.</summary>
/// <param name="Id">The spelling in kebab case. Public and stable.</param>
/// <param name="Name">The name for people, such as "Shared credential".</param>
/// <param name="Severity">The severity unless the evidence says more.</param>
/// <param name="Recommendation">The recommendation of Best Practice 1.1 that it breaks, such as <c>1.1.1</c>.</param>
/// <param name="Breaks">What that recommendation asks for, in a few words.</param>
public sealed record FindingKind(string Id, string Name, FindingSeverity Severity, string Recommendation, string Breaks);

/// <summary>All kinds of findings.</summary>
public static class FindingCatalogue
{
    private const string Certificates = "1.1.1";
    private const string Unique = "a unique certificate for each device";
    private const string Names = "1.1.4";

    /// <summary>All kinds, the most severe first.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        new(FindingKinds.SharedCredential, "Shared credential", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.ImpossibleMove, "Impossible move", FindingSeverity.High, Certificates, Unique),
        new(FindingKinds.ClientIdentifierConflict, "Client identifier in conflict", FindingSeverity.Medium, Names,
            "one client identifier for each device"),
        new(FindingKinds.RefusedRepeatedly, "Refused repeatedly", FindingSeverity.Medium, Certificates,
            "devices that keep a valid certificate"),
    ];

    private static readonly Dictionary<string, FindingKind> _byId = All.ToDictionary(kind => kind.Id, StringComparer.Ordinal);

    /// <summary>Returns a kind; null if there is none with this spelling.</summary>
    public static FindingKind? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Returns a kind that exists.</summary>
    internal static FindingKind Of(string id) => _byId[id];
}
