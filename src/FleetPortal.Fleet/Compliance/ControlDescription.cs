namespace FleetPortal.Fleet.Compliance;

/// <summary>What one control is about. It never changes while the portal runs.</summary>
/// <param name="Id">The identifier, such as <c>1.1.1-a</c>. It is stored and never changes.</param>
/// <param name="Recommendation">The identifier of the recommendation; <c>1.1</c> for the practice itself.</param>
/// <param name="Name">A short name for lists.</param>
/// <param name="Sentence">The sentence of the practice, quoted exactly; a part of it where several controls share one.</param>
/// <param name="Measures">What is counted, as one sentence.</param>
/// <param name="One">What is counted, in the singular.</param>
/// <param name="Many">What is counted, in the plural.</param>
/// <param name="Shortfall">What does not comply, behind its number: "without a usable certificate".</param>
/// <param name="Remedy">Where a person ends it; null if there is nothing to do yet.</param>
public sealed record ControlDescription(
    string Id, string Recommendation, string Name, string Sentence, string Measures, string One, string Many, string Shortfall,
    Remedy? Remedy);
