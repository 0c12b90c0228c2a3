using System.Globalization;
using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Findings;

/// <summary>Says what a finding is, in one sentence without a full stop.</summary>
internal static class FindingTitles
{
    private static readonly string[] Numbers = ["no place", "one place", "two places", "three places", "four places", "five places"];

    /// <summary>Returns the title of a finding.</summary>
    public static string Of(string kind, string? principal, FindingEvidence evidence)
    {
        var name = principal ?? "A device";
        return kind switch
        {
            FindingKinds.SharedCredential when evidence.Holdings.Count == 0 =>
                string.Create(CultureInfo.InvariantCulture, $"{Clients(evidence)} clients use the certificate of {name}"),
            FindingKinds.SharedCredential => $"{name} is in {Places(evidence)} at once",
            FindingKinds.ClientIdentifierConflict => $"Two clients use the client identifier {name}",
            FindingKinds.ImpossibleMove => $"{name} moves faster than a device can",
            FindingKinds.SharedKey => $"The key of {name} was presented for another Thing",
            FindingKinds.RetiredKeyUsed => $"A retired key of {name} is in use",
            FindingKinds.RefusedRepeatedly => $"{name} is refused again and again",
            _ => evidence.Title ?? FindingCatalogue.Of(kind).Name,
        };
    }

    private static int Clients(FindingEvidence evidence) =>
        evidence.Endpoints.Select(endpoint => endpoint.ClientId).Distinct(StringComparer.Ordinal).Count();

    private static string Places(FindingEvidence evidence)
    {
        var places = Math.Max(2, evidence.Endpoints.Select(endpoint => endpoint.Source).Distinct(StringComparer.Ordinal).Count());
        return places < Numbers.Length ? Numbers[places] : string.Create(CultureInfo.InvariantCulture, $"{places} places");
    }
}
