namespace FleetPortal.Fleet.Waves;

/// <summary>What a wave does now.</summary>
public enum WaveState
{
    /// <summary>It asks one Thing after another, as they are connected.</summary>
    Running = 0,

    /// <summary>Nobody else is told; what is in flight goes on.</summary>
    Paused = 1,

    /// <summary>Too many failed, or somebody stopped it; it may be resumed.</summary>
    Stopped = 2,

    /// <summary>Every Thing has had its turn.</summary>
    Done = 3,
}

/// <summary>How far a Thing of a wave is.</summary>
public enum WaveThingState
{
    /// <summary>It has not been asked, or was asked and left before it could answer: its turn comes when it is connected.</summary>
    Waiting = 0,

    /// <summary>It was told.</summary>
    InFlight = 1,

    /// <summary>It has connected with its new certificate; the old one is retired after the grace period.</summary>
    Proven = 2,

    /// <summary>The old certificate is retired.</summary>
    Committed = 3,

    /// <summary>It was connected and did not get there in time, or could not begin. Its old certificate stays.</summary>
    Failed = 4,

    /// <summary>Its turn had not come when the wave was stopped, and another wave has it now.</summary>
    TakenOver = 5,
}

/// <summary>A wave that is not done.</summary>
/// <param name="Came">Things that have come with a new certificate.</param>
public sealed record OpenWave(string Id, WaveState State, string CreatedBy, DateTimeOffset CreatedAt, int Total, int Came, int Failed);

/// <summary>Why some failed.</summary>
/// <param name="Code">Stable.</param>
public sealed record WaveFailure(string Code, string Message, int Count, IReadOnlyList<string> Examples);

/// <summary>A wave with its progress.</summary>
/// <param name="Reason">Why it was stopped.</param>
/// <param name="MessagesReceived">Numbered messages of its Things from when each was told until a quarter of an hour after its turn, as far as they number them.</param>
/// <param name="MessagesLost">Numbers that were passed over in that time.</param>
/// <param name="Numbering">Things that sent messages with numbers in that time: nothing is known of the others.</param>
/// <param name="TakenOver">Things that another wave took over after this one was stopped.</param>
/// <param name="DoneAbout">When those that are connected will be done, if they are as quick as those of the last minute; null where that says nothing.</param>
/// <param name="Switches">How long it took those that came; null in lists, and where none has come.</param>
public sealed record WaveView(
    string Id, string Query, WaveState State, string? Reason, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? EndedAt, int Total, int Waiting, int InFlight, int Proven, int Committed, int Failed,
    int MostInFlight, int StopPercent, IReadOnlyList<WaveFailure> Failures, long MessagesReceived, long MessagesLost, int Numbering, int TakenOver, DateTimeOffset? DoneAbout = null, WaveSwitches? Switches = null)
{
    /// <summary>Those of <see cref="Waiting"/> that are not connected: they are asked when they connect.</summary>
    public int Absent { get; init; }

    /// <summary>It stopped by itself because too many failed.</summary>
    public bool StoppedItself { get; init; }
}
