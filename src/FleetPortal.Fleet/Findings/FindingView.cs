using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Findings;

/// <summary>A finding as lists show it.</summary>
public sealed record FindingRow
{
    /// <summary>The identifier, such as <c>F-12</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The number in <see cref="Id"/>.</summary>
    public required long Key { get; init; }

    /// <summary>The kind with its words.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>How bad it is.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Whether it waits, is contained or is closed.</summary>
    public required FindingState State { get; init; }

    /// <summary>The fact as a sentence without a full stop, such as "pump-0417 is in two places at once".</summary>
    public required string Title { get; init; }

    /// <summary>The Thing or application that it is about; null for many or none.</summary>
    public string? Principal { get; init; }

    /// <summary>The score, from 0 to 100.</summary>
    public int Score { get; init; }

    /// <summary>The number of events that spoke for it.</summary>
    public long Count { get; init; }

    /// <summary>When it was seen first.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was seen last.</summary>
    public DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When its state changed last.</summary>
    public DateTimeOffset StateChangedAt { get; init; }

    /// <summary>Until when the risk is accepted; null if it is not.</summary>
    public DateTimeOffset? AcceptedUntil { get; init; }

    /// <summary>The account that works on it; null for none.</summary>
    public string? Assignee { get; init; }

    /// <summary>The version, for changes that must not overwrite another one.</summary>
    public long Version { get; init; }
}

/// <summary>One line of the history of a finding.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Kind">One of <see cref="FindingEntries"/>.</param>
/// <param name="Actor">Who did it; null for the portal itself.</param>
/// <param name="Text">A comment, or what happened in words; null if the kind says all.</param>
public sealed record FindingEntry(DateTimeOffset At, string Kind, string? Actor, string? Text);

/// <summary>A finding with its evidence and its history.</summary>
/// <param name="Row">The finding as lists show it.</param>
/// <param name="Evidence">What it is based on.</param>
/// <param name="Certificates">The certificates that it is about.</param>
/// <param name="History">The history, newest first.</param>
/// <param name="PrincipalKind">Whether it is about a Thing or an application; null for many, none, or one that is gone.</param>
/// <param name="ThingType">The type of the Thing, or null.</param>
/// <param name="Groups">The groups of the Thing.</param>
public sealed record FindingView(
    FindingRow Row, FindingEvidence Evidence, IReadOnlyList<CertificateId> Certificates, IReadOnlyList<FindingEntry> History,
    PrincipalKind? PrincipalKind, string? ThingType, IReadOnlyList<string> Groups);
