using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Waves;

/// <summary>
/// The body of <c>POST /rotation-waves</c>. It selects Things by a query, by name, by their certificates, or those that failed in another
/// wave.
/// </summary>
public sealed record WaveBody(
    string? Q, IReadOnlyList<string>? Things,
    CertificateSelectionBody? Certificates, string? FailedIn, int? InFlight, int? StopPercent, int? GraceMinutes, int? TimeoutMinutes,
    int? SpreadDays, bool? DryRun, bool? OnlyConnected = null);

/// <summary>How long the Things of a wave took from the command until they connected with the new certificate.</summary>
/// <param name="Count">The number of measured Things.</param>
/// <param name="MedianMilliseconds">The median.</param>
/// <param name="Percentile95Milliseconds">The 95th percentile.</param>
public sealed record SwitchesAnswer(int Count, double MedianMilliseconds, double Percentile95Milliseconds);

/// <summary>A wave with its progress.</summary>
public sealed record WaveAnswer(
    string Id, string Q, WaveState State, string? Reason, DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? EndedAt, int Total, int Waiting, int InFlight, int Proven, int Committed, int Failed,
    IReadOnlyList<WaveFailureAnswer> Failures,
    long MessagesReceived, long MessagesLost, int Numbering, int TakenOver, DateTimeOffset? DoneAbout, SwitchesAnswer? Switches, int Absent)
{
    /// <summary>Converts a view of a wave.</summary>
    public static WaveAnswer Of(WaveView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new WaveAnswer(
            view.Id, view.Query, view.State, view.Reason,
            view.CreatedAt, view.CreatedBy, view.EndedAt, view.Total, view.Waiting, view.InFlight, view.Proven, view.Committed, view.Failed,
            [.. view.Failures.Select(WaveFailureAnswer.Of)],
            view.MessagesReceived, view.MessagesLost, view.Numbering, view.TakenOver, view.DoneAbout,
            view.Switches is { } switches ? new SwitchesAnswer(switches.Count,
                switches.Median.TotalMilliseconds, switches.P95.TotalMilliseconds) : null, view.Absent);
    }
}

/// <summary>The answer of <c>POST /rotation-waves</c> with <c>dryRun</c>.</summary>
/// <param name="Things">The number of Things that the wave would have.</param>
/// <param name="Connected">The number of them that are connected now.</param>
public sealed record WavePlanAnswer(int Things, int Connected);

/// <summary>The Things of a wave that failed for the same reason.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error as a sentence.</param>
/// <param name="Count">The number of these Things.</param>
/// <param name="Examples">The names of a few of these Things.</param>
public sealed record WaveFailureAnswer(string Code, string Message, int Count, IReadOnlyList<string> Examples)
{
    /// <summary>Converts a group of failures.</summary>
    public static WaveFailureAnswer Of(WaveFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new WaveFailureAnswer(failure.Code, failure.Message, failure.Count, failure.Examples);
    }
}
