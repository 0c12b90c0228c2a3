namespace FleetPortal.Fleet.Kernel;

/// <summary>The kind of an error. The API, the MQTT broker and the pages each map it in one place.</summary>
public enum FleetErrorKind
{
    /// <summary>The input is not well formed. Each fault names its field.</summary>
    Invalid,

    /// <summary>The caller is not authenticated.</summary>
    Unauthenticated,

    /// <summary>The role of the actor does not allow it.</summary>
    Forbidden,

    /// <summary>The object does not exist.</summary>
    NotFound,

    /// <summary>Another object has the name or the key already, or another request is in progress.</summary>
    Conflict,

    /// <summary>The object has changed since the caller read it.</summary>
    VersionMismatch,

    /// <summary>The input is well formed, but a rule forbids the action.</summary>
    Refused,

    /// <summary>The portal cannot do it now.</summary>
    Unavailable,

    /// <summary>The actor or the address has sent too many requests.</summary>
    TooMany,
}

/// <summary>One fault of the input.</summary>
/// <param name="Field">The name of the field, as the API spells it.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record Fault(string Field, string Message);

/// <summary>The error that use cases and queries throw: a kind, a stable code, and a sentence for people.</summary>
public sealed class FleetError : Exception
{
    private const string NotFoundEnding = "-not-found";

    /// <summary>Creates an error with one sentence.</summary>
    public FleetError(FleetErrorKind kind, string code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Code = code;
    }

    /// <summary>Creates an error of the kind <see cref="FleetErrorKind.Invalid"/> with all faults of the input.</summary>
    public FleetError(string code, IReadOnlyList<Fault> faults)
        : base(string.Join(" ", faults.Select(fault => fault.Message)))
    {
        Kind = FleetErrorKind.Invalid;
        Code = code;
        Faults = faults;
    }

    /// <summary>The kind of the error.</summary>
    public FleetErrorKind Kind { get; }

    /// <summary>The stable code in kebab case: a constant of one of the <c>…Errors</c> catalogues.</summary>
    public string Code { get; }

    /// <summary>The faults of the input; empty for other kinds.</summary>
    public IReadOnlyList<Fault> Faults { get; } = [];

    /// <summary>
    /// Returns the error for a database that does not work: <c>database-locked</c>, <c>disk-full</c>, <c>disk-failed</c>,
    /// <c>database-read-only</c>, <c>database-unusable</c>, <c>database-damaged</c>. Null if the exception has another cause.
    /// </summary>
    public static FleetError? OfDatabase(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e is FleetError { Kind: FleetErrorKind.Unavailable, InnerException: Microsoft.Data.Sqlite.SqliteException } known
            ? known : DatabaseErrors.Unavailable(e);
    }

    /// <summary>Creates an error for an object that does not exist.</summary>
    /// <param name="code">A code of the catalogue that ends with <c>-not-found</c>. Its first part names the kind of object in the
    /// sentence.</param>
    /// <param name="name">The name or identifier that was not found.</param>
    public static FleetError NotFound(string code, string name)
    {
        ArgumentNullException.ThrowIfNull(code);
        var what = code == ThingErrors.NotFound ? "Thing" : code[..^NotFoundEnding.Length];
        return new FleetError(FleetErrorKind.NotFound, code, $"There is no {what} {name}.");
    }
}
