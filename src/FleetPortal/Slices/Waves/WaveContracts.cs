using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Revocations;

namespace FleetPortal.Slices.Waves;

/// <summary>Body of <c>POST /rotation-waves</c>: the Things by <c>q</c>, by name, by their certificates, or as those that failed in another wave.</summary>
public sealed record WaveBody(
    string? Q, IReadOnlyList<string>? Things, CertificateSelectionBody? Certificates, string? FailedIn, int? InFlight, int? StopPercent, int? GraceMinutes, int? TimeoutMinutes,
    int? SpreadDays, bool? DryRun, bool? OnlyConnected = null);

/// <summary>How long the Things of a wave took from when they were told until they came with the new certificate.</summary>
/// <param name="Count">Those that came.</param>
/// <param name="Percentile95Milliseconds">95 of 100 were as quick.</param>
public sealed record SwitchesAnswer(int Count, double MedianMilliseconds, double Percentile95Milliseconds);

/// <summary>A wave.</summary>
public sealed record WaveAnswer(
    string Id, string Q, string State, string? Reason, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, int Total, int Waiting, int InFlight, int Proven, int Committed, int Failed,
    IReadOnlyList<WaveFailureAnswer> Failures, long MessagesReceived, long MessagesLost, int Numbering, int TakenOver, DateTimeOffset? DoneAbout, SwitchesAnswer? Switches, int Absent)
{
    /// <summary>From a view.</summary>
    public static WaveAnswer Of(WaveView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new WaveAnswer(
            view.Id, view.Query, Word(view.State), view.Reason, view.CreatedAt, view.CreatedBy, view.EndedAt, view.Total, view.Waiting, view.InFlight, view.Proven, view.Committed, view.Failed,
            [.. view.Failures.Select(WaveFailureAnswer.Of)], view.MessagesReceived, view.MessagesLost, view.Numbering, view.TakenOver, view.DoneAbout,
            view.Switches is { } switches ? new SwitchesAnswer(switches.Count, switches.Median.TotalMilliseconds, switches.P95.TotalMilliseconds) : null, view.Absent);
    }

    internal static string Word(WaveState state) => state.ToString().ToLowerInvariant();
}

/// <summary>What a wave would do, as <c>dryRun</c> answers it.</summary>
/// <param name="Things">How many it would take.</param>
/// <param name="Connected">How many of them are connected now.</param>
public sealed record WavePlanAnswer(int Things, int Connected);

/// <summary>The Things of a wave that failed for the same reason.</summary>
/// <param name="Examples">Names of a few of them.</param>
public sealed record WaveFailureAnswer(string Code, string Message, int Count, IReadOnlyList<string> Examples)
{
    /// <summary>From a failure.</summary>
    public static WaveFailureAnswer Of(WaveFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new WaveFailureAnswer(failure.Code, failure.Message, failure.Count, failure.Examples);
    }
}
