namespace FleetPortal.Fleet.Waves;

/// <summary>The state of a wave.</summary>
public enum WaveState
{
    /// <summary>The wave rotates its Things as they connect.</summary>
    Running = 0,

    /// <summary>No further rotation starts; those in flight continue.</summary>
    Paused = 1,

    /// <summary>Too many Things failed, or an operator stopped it. It may be resumed.</summary>
    Stopped = 2,

    /// <summary>Every Thing was processed.</summary>
    Done = 3,
}

/// <summary>The state of one Thing of a wave.</summary>
public enum WaveThingState
{
    /// <summary>The Thing was not asked yet, or disconnected before it could answer. Its turn comes when it connects.</summary>
    Waiting = 0,

    /// <summary>The rotation command was sent to the Thing.</summary>
    InFlight = 1,

    /// <summary>The Thing has connected with its new certificate. The old one is retired after the grace period.</summary>
    Proven = 2,

    /// <summary>The old certificate of the Thing is retired.</summary>
    Committed = 3,

    /// <summary>The Thing was connected and did not rotate in time, or its rotation could not start. Its old certificate stays.</summary>
    Failed = 4,

    /// <summary>The Thing was waiting when the wave was stopped, and another wave has taken it over.</summary>
    TakenOver = 5,
}

/// <summary>A wave that is not done.</summary>
/// <param name="Came">The number of Things that have connected with a new certificate.</param>
public sealed record OpenWave(string Id, WaveState State, string CreatedBy, DateTimeOffset CreatedAt, int Total, int Came, int Failed);

/// <summary>One reason for which Things failed.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The reason as text.</param>
/// <param name="Count">The number of Things.</param>
/// <param name="Examples">The first of these Things, in the order of their names.</param>
public sealed record WaveFailure(string Code, string Message, int Count, IReadOnlyList<string> Examples);

/// <summary>A wave with its progress.</summary>
/// <param name="Reason">Why the wave was stopped, or null.</param>
/// <param name="MessagesReceived">The number of numbered messages from its Things, each counted from its rotation command until 15 minutes
/// after its turn.</param>
/// <param name="MessagesLost">The number of missing sequence numbers in that time.</param>
/// <param name="Numbering">The number of Things that sent numbered messages in that time. Losses of other Things cannot be
/// detected.</param>
/// <param name="TakenOver">The number of Things that another wave took over after this one was stopped.</param>
/// <param name="DoneAbout">When the connected Things will probably be done, at the speed of the last minute; null if there is no
/// estimate.</param>
/// <param name="Switches">The durations of the completed Things; null in lists, and if none has completed.</param>
public sealed record WaveView(
    string Id, string Query, WaveState State, string? Reason, DateTimeOffset CreatedAt,
    string CreatedBy, DateTimeOffset? EndedAt, int Total, int Waiting, int InFlight, int Proven, int Committed, int Failed,
    int MostInFlight, int StopPercent, IReadOnlyList<WaveFailure> Failures,
    long MessagesReceived, long MessagesLost, int Numbering, int TakenOver, DateTimeOffset? DoneAbout = null, WaveSwitches? Switches = null)
{
    /// <summary>The number of waiting Things that are not connected. They rotate when they connect.</summary>
    public int Absent { get; init; }

    /// <summary>The Things that were asked, whose messages are counted. Empty in lists.</summary>
    internal IReadOnlyList<(WaveThingRecord Thing, string Name)> Asked { get; init; } = [];

    /// <summary>Whether the wave stopped by itself because too many Things failed.</summary>
    public bool StoppedItself { get; init; }
}
