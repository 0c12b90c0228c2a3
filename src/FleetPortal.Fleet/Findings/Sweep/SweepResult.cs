namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Something that is wrong in the registry.</summary>
/// <param name="Subject">What it is about: a name, an identifier, or <c>fleet</c> for many Things.</param>
/// <param name="Severity">How bad it is now.</param>
/// <param name="Title">The fact as a sentence without a full stop, with its count.</param>
/// <param name="Affected">The Things, certificates or applications that it is about.</param>
internal sealed record SweepResult(string Subject, FindingSeverity Severity, string Title, AffectedObjects Affected)
{
    /// <summary>The subject of a finding about many Things.</summary>
    public const string Fleet = "fleet";

    /// <summary>The Thing or application, if it is about a single one.</summary>
    public string? Principal { get; init; }
}
