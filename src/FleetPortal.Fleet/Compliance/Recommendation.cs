namespace FleetPortal.Fleet.Compliance;

/// <summary>The practice itself, or one of its recommendations.</summary>
/// <param name="Id">The number: <c>1.1</c> for the practice, <c>1.1.1</c> to <c>1.1.4</c>.</param>
/// <param name="Name">A short name for lists.</param>
/// <param name="Title">The title, quoted exactly.</param>
/// <param name="Sentences">The sentences below the title, quoted exactly.</param>
public sealed record Recommendation(string Id, string Name, string Title, IReadOnlyList<string> Sentences);
