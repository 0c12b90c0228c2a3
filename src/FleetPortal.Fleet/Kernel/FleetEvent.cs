namespace FleetPortal.Fleet.Kernel;

/// <summary>The kinds of events. An event has no content: a listener reads the changed object from the tables.</summary>
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

    /// <summary>A session of a device began.</summary>
    ConnectionOpened,

    /// <summary>A session of a device ended.</summary>
    ConnectionClosed,

    /// <summary>A connect attempt was decided and stored.</summary>
    AttemptRecorded,

    /// <summary>An authority was created or registered, or its status changed.</summary>
    AuthorityChanged,

    /// <summary>
    /// The longest valid certificate of a Thing, or an authority, reaches the number of days of a warning. The Thing is null for an
    /// authority and for many Things at once.
    /// </summary>
    ExpiryWarning,

    /// <summary>An application was created, changed or deleted.</summary>
    ApplicationChanged,

    /// <summary>A finding was opened or changed, or got more evidence. The Thing is null for a finding about many Things.</summary>
    FindingChanged,

    /// <summary>An account, a session of a person or an API token was created, changed or ended.</summary>
    AccessChanged,
}

/// <summary>The notification that something has changed.</summary>
/// <param name="Kind">The kind of the change.</param>
/// <param name="ThingName">The name of the Thing or application; null if the change concerns no single one.</param>
public readonly record struct FleetEvent(FleetEventKind Kind, string? ThingName);
