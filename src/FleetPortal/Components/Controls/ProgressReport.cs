namespace FleetPortal.Components.Controls;

/// <summary>How far long work is, as a <see cref="ProgressHeader"/> shows it.</summary>
/// <param name="Headline">The state in one sentence with its counts.</param>
/// <param name="Lead">What it is about: the selection, its limits, who started it and when.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Ended">How many of them had their turn.</param>
/// <param name="Parts">The figures, in their order.</param>
public sealed record ProgressReport(string Headline, string Lead, int Total, int Ended, IReadOnlyList<ProgressPart> Parts);
