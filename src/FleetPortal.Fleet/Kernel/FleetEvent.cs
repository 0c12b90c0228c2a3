namespace FleetPortal.Fleet.Kernel;

/// <summary>What has changed. Tables are the truth: a view that hears an event re-reads by key.</summary>
public enum FleetEventKind
{
    /// <summary>A Thing was registered, changed or retired.</summary>
    ThingChanged,

    /// <summary>A certificate was issued, changed its status, or was used for the first time.</summary>
    CertificateChanged,

    /// <summary>A rotation of a Thing was requested, proven, committed or rolled back.</summary>
    RotationChanged,

    /// <summary>A wave was started, paused, resumed or stopped, or has made progress.</summary>
    WaveChanged,

    /// <summary>A revocation of many certificates was started, resumed or stopped, or has made progress.</summary>
    RevocationBatchChanged,

    /// <summary>A session began.</summary>
    ConnectionOpened,

    /// <summary>A session ended.</summary>
    ConnectionClosed,

    /// <summary>A connect attempt was decided and stored.</summary>
    AttemptRecorded,

    /// <summary>An authority was made, registered, or changed its status.</summary>
    AuthorityChanged,

    /// <summary>The last certificate that lets a Thing in ends within so many days; null where it is many Things, or an authority.</summary>
    ExpiryWarning,

    /// <summary>An account, a session of a person or an API token was made, changed or ended.</summary>
    AccessChanged,
}

/// <summary>A notification, never the content.</summary>
/// <param name="Kind">What sort of change.</param>
/// <param name="ThingName">Whose; null where no Thing is known.</param>
public readonly record struct FleetEvent(FleetEventKind Kind, string? ThingName);
