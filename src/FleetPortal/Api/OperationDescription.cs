using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Api;

/// <summary>The errors of an operation that have the same HTTP status.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Codes">The error codes that the operation can answer with this status.</param>
internal sealed record Refusals(int Status, IReadOnlyList<string> Codes);

/// <summary>Says what a parameter of an operation is for.</summary>
/// <param name="Name">The name of the query or path parameter.</param>
/// <param name="Description">What it is, in a sentence.</param>
internal sealed record ParameterNote(string Name, string Description);

/// <summary>A header that an operation honours.</summary>
/// <param name="Name">The name of the header.</param>
/// <param name="Description">What it does, in a sentence.</param>
internal sealed record RequestHeader(string Name, string Description);

/// <summary>A header that the answers of an operation have.</summary>
/// <param name="Name">The name of the header.</param>
/// <param name="Description">What it says, in a sentence.</param>
/// <param name="Statuses">The statuses of the answers that have it.</param>
internal sealed record ResponseHeader(string Name, string Description, params IReadOnlyList<int> Statuses);

/// <summary>
/// Describes an answer with two possible shapes; the request decides which one it gets. The type is never instantiated. The OpenAPI
/// document shows it as <c>oneOf</c>.
/// </summary>
internal sealed record Either<TFirst, TSecond>(TFirst First, TSecond Second)
    where TFirst : notnull
    where TSecond : notnull;

/// <summary>
/// Describes an operation in one chain:
/// <c>.Describes("getThing", "Reads a Thing.").Answers&lt;ThingAnswer&gt;().Refuses(404, ThingErrors.NotFound)</c>. What every operation
/// can refuse
/// (no token, an unknown query parameter, a failed database) is added by <see cref="DescribeOperations"/>.
/// </summary>
internal static class OperationDescription
{
    private const int Ok = StatusCodes.Status200OK;
    private const int NotModified = StatusCodes.Status304NotModified;

    /// <summary>What the operation is called, and what it does.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="id">The operationId, in camel case: a verb and a noun. Generated clients name their methods after it; it never
    /// changes.</param>
    /// <param name="summary">One sentence that says what the operation does.</param>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder operation, string id, string summary) =>
        operation.WithName(id).WithSummary(summary);

    /// <summary>What a query or path parameter is for. A note at the operation counts more than one at its group.</summary>
    public static TBuilder Takes<TBuilder>(this TBuilder operation, string parameter, string description)
        where TBuilder : IEndpointConventionBuilder => operation.WithMetadata(new ParameterNote(parameter, description));

    /// <summary>The operation changes an object only if its ETag is one of those in If-Match (RFC 9110 §13.1.1).</summary>
    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder operation) => operation
        .WithMetadata(new RequestHeader("If-Match", "Makes the change only if the object still has this ETag. * takes every version."))
        .Refuses(StatusCodes.Status400BadRequest, RequestErrors.IfMatchInvalid)
        .Refuses(StatusCodes.Status412PreconditionFailed, CommonErrors.VersionMismatch);

    /// <summary>The answer has the ETag of the object (RFC 9110 §8.8.3).</summary>
    public static RouteHandlerBuilder AnswersETag(this RouteHandlerBuilder operation, int status = Ok) =>
        operation.WithMetadata(new ResponseHeader("ETag", "The version of the object. Send it in If-Match with the next change.", status));

    /// <summary>The shape of the answer.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="contentType">Where it is not JSON: the media type. Of an event stream, the shape is that of each event's data.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder operation, int status = Ok, string? contentType = null) =>
        operation.Produces<T>(status, contentType);

    /// <summary>201 with the object that was created; Location is its address.</summary>
    public static RouteHandlerBuilder AnswersCreated<T>(
        this RouteHandlerBuilder operation) => operation.Produces<T>(StatusCodes.Status201Created)
        .WithMetadata(new ResponseHeader("Location", "The address of the new object.", StatusCodes.Status201Created));

    /// <summary>
    /// Sets the two possible shapes of the answer. The request decides which one it gets, for example with <c>dryRun</c>.
    /// </summary>
    public static RouteHandlerBuilder AnswersEither<TFirst, TSecond>(this RouteHandlerBuilder operation)
        where TFirst : notnull
        where TSecond : notnull => operation.Produces<Either<TFirst, TSecond>>();

    /// <summary>Describes an answer of octets with a content type.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder operation, string contentType) => operation
        .Produces<Stream>(Ok, contentType)
        .Produces(NotModified)
        .WithMetadata(
            new RequestHeader("If-None-Match", "Answers 304 if the file still has one of these ETags."),
            new RequestHeader("If-Modified-Since", "Answers 304 if the file has not changed since. If-None-Match counts more."),
            new ResponseHeader("ETag", "The version of the file.", Ok, NotModified),
            new ResponseHeader("Last-Modified",
                "When the portal first answered this version; left out in its first second.", Ok, NotModified),
            new ResponseHeader("Cache-Control", "How long a cache may keep the file, in seconds.", Ok, NotModified),
            new ResponseHeader("Expires", "The same as a date.", Ok, NotModified));

    /// <summary>Describes an answer with status 204 and without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder operation) =>
        operation.Produces(StatusCodes.Status204NoContent);

    /// <summary>Adds the error codes that the operation can answer with one status.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder operation, int status, params string[] codes) =>
        operation.WithMetadata(new Refusals(status, codes));
}
