namespace FleetPortal.Fleet.Kernel;

/// <summary>What sort of refusal it is; each of the three edges (ProblemDetails, MQTT, page) maps it once.</summary>
public enum FleetErrorKind
{
    /// <summary>The input is not well formed; every fault is named with its field.</summary>
    Invalid,

    /// <summary>What was shown proves nobody.</summary>
    Unauthenticated,

    /// <summary>The actor's role does not allow it.</summary>
    Forbidden,

    /// <summary>There is no such object.</summary>
    NotFound,

    /// <summary>Something else holds that name, key or place already.</summary>
    Conflict,

    /// <summary>The object has changed since it was read.</summary>
    VersionMismatch,

    /// <summary>Well formed, but a rule forbids it.</summary>
    Refused,

    /// <summary>The portal cannot do it now.</summary>
    Unavailable,

    /// <summary>The actor, or the address, has asked for too much at once.</summary>
    TooMany,
}

/// <summary>One thing that is wrong with the input.</summary>
/// <param name="Field">The field's name as the API spells it.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record Fault(string Field, string Message);

/// <summary>The one error type inside: a kind, a stable code, and a sentence for people.</summary>
public sealed class FleetError : Exception
{
    private const string NotFoundEnding = "-not-found";

    /// <summary>A refusal with one sentence.</summary>
    public FleetError(FleetErrorKind kind, string code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Code = code;
    }

    /// <summary>Bad input, with every fault in it.</summary>
    public FleetError(string code, IReadOnlyList<Fault> faults)
        : base(string.Join(" ", faults.Select(fault => fault.Message)))
    {
        Kind = FleetErrorKind.Invalid;
        Code = code;
        Faults = faults;
    }

    /// <summary>What sort of refusal it is.</summary>
    public FleetErrorKind Kind { get; }

    /// <summary>A stable code in kebab case: a constant of one of the <c>…Errors</c> catalogues.</summary>
    public string Code { get; }

    /// <summary>The single faults of bad input; empty for other kinds.</summary>
    public IReadOnlyList<Fault> Faults { get; } = [];

    /// <summary>
    /// What a failed database is called: <c>database-locked</c>, <c>disk-full</c>, <c>disk-failed</c>, <c>database-read-only</c>,
    /// <c>database-unusable</c>, <c>database-damaged</c>. Null where the exception says something else.
    /// </summary>
    public static FleetError? OfDatabase(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e is FleetError { Kind: FleetErrorKind.Unavailable, InnerException: Microsoft.Data.Sqlite.SqliteException } known ? known : DatabaseErrors.Unavailable(e);
    }

    /// <summary>There is no such object.</summary>
    /// <param name="code">A code of the catalogue that ends with <c>-not-found</c>; the sentence names the object by its first part.</param>
    public static FleetError NotFound(string code, string name)
    {
        ArgumentNullException.ThrowIfNull(code);
        var what = code == ThingErrors.NotFound ? "Thing" : code[..^NotFoundEnding.Length];
        return new FleetError(FleetErrorKind.NotFound, code, $"There is no {what} {name}.");
    }
}
