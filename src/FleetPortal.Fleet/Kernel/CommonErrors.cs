namespace FleetPortal.Fleet.Kernel;

/// <summary>The error codes that several slices share.</summary>
public static class CommonErrors
{
    /// <summary>The role does not allow this. Use an account or a token with the role that the message names.</summary>
    [Error(FleetErrorKind.Forbidden)]
    public const string Forbidden = "forbidden";

    /// <summary>The portal failed. Read its log.</summary>
    [Error(Status = 500)]
    public const string Internal = "internal";

    /// <summary>The note holds control or invisible characters. Remove them.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string NoteInvalid = "note-invalid";

    /// <summary>The note is too long. Shorten it.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string NoteTooLong = "note-too-long";

    /// <summary>Another Thing holds this public key. Make a new key on the device.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string PublicKeyTaken = "public-key-taken";

    /// <summary>The search text is not understood. Correct the part that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string QueryInvalid = "query-invalid";

    /// <summary>The revocation reason is unknown. Use one of those in the message (RFC 5280 §5.3.1).</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string ReasonInvalid = "revocation-reason-invalid";

    /// <summary>The session has ended. Sign in again.</summary>
    [Error(FleetErrorKind.Unauthenticated)]
    public const string SessionEnded = "session-ended";

    /// <summary>The object has changed since it was read. Read it again and repeat the change.</summary>
    [Error(FleetErrorKind.VersionMismatch)]
    public const string VersionMismatch = "version-mismatch";
}
