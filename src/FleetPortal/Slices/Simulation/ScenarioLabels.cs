using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Simulator.Scenarios;

namespace FleetPortal.Slices.Simulation;

/// <summary>The words and icons of scenarios.</summary>
internal static class ScenarioLabels
{
    private const int LongSeconds = 100;

    public static string Icon(string scenario) => scenario switch
    {
        "clone" or "clone-in-turns" => FleetIcons.Clone,
        "shared-certificate" => FleetIcons.Issue,
        "revoked-device" => FleetIcons.Revoked,
        "flapping-device" => FleetIcons.NotConnected,
        "reconnect-storm" => FleetIcons.Storm,
        "rotation-wave" => FleetIcons.Rotate,
        "authority-drill" => FleetIcons.Authority,
        "topic-trespass" => FleetIcons.Topics,
        _ => FleetIcons.Simulator,
    };

    /// <summary>A measured time, such as "0.4 s" or "3 min".</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < LongSeconds
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min");

    /// <summary>The state of a run, as in "done in 3.1 s".</summary>
    public static string State(ScenarioProgress progress, DateTimeOffset now) => progress switch
    {
        { Took: null } => $"running for {Math.Max(0, (int)(now - progress.StartedAt).TotalSeconds)} s",
        { State: ScenarioState.Done, Took: { } took } => $"done in {Time(took)}",
        { State: ScenarioState.Stopped, Took: { } took } => $"stopped after {Time(took)}",
        { Took: { } took } => $"failed after {Time(took)}",
    };
}
