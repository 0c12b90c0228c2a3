namespace FleetPortal.Components.Controls;

/// <summary>One figure of a <see cref="ProgressHeader"/>.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Number">How many.</param>
/// <param name="Note">One line below the number: what it means.</param>
/// <param name="Tone">
/// The colour of its part of the bar: <c>committed</c>, <c>proven</c>, <c>flight</c> or <c>failed</c>; null if it has none.
/// </param>
public sealed record ProgressPart(string Name, int Number, string Note, string? Tone = null);
