namespace FleetPortal.Fleet.Detection;

/// <summary>One reason of a suspicion, in words.</summary>
/// <param name="Kind">The kind of finding that it speaks for, one of <see cref="FindingKinds"/>.</param>
/// <param name="Code">The signal in kebab case, such as <c>two-live-connections</c>. Stable.</param>
/// <param name="Points">What it adds to the score, from 1 to 100.</param>
/// <param name="Headline">The fact as a short sentence, such as "One certificate, two endpoints."</param>
/// <param name="Sentence">What was seen, with its figures.</param>
public sealed record ScoreReason(string Kind, string Code, int Points, string Headline, string Sentence);
