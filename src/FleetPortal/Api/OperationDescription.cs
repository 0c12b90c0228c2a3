namespace FleetPortal.Api;

/// <summary>The errors of an operation that have the same HTTP status.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Codes">The error codes that the operation can answer with this status.</param>
internal sealed record Refusals(int Status, IReadOnlyList<string> Codes);

/// <summary>
/// Describes an answer with two possible shapes; the request decides which one it gets. The type is never instantiated. The OpenAPI
/// document shows it as <c>oneOf</c>.
/// </summary>
internal sealed record Either<TFirst, TSecond>(TFirst First, TSecond Second)
    where TFirst : notnull
    where TSecond : notnull;

/// <summary>
/// Describes an operation in one chain: <c>.Describes("Reads a Thing.").Answers&lt;ThingAnswer&gt;().Refuses(404, "thing-not-found")</c>.
/// <see cref="DescribeOperations"/> adds the errors that every operation has, such as a missing token, an unknown query parameter or a
/// failed database.
/// </summary>
internal static class OperationDescription
{
    /// <summary>Sets the summary: one sentence that says what the operation does.</summary>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder operation, string summary) => operation.WithSummary(summary);

    /// <summary>Sets the shape of the answer.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder operation, int status = StatusCodes.Status200OK) =>
        operation.Produces<T>(status);

    /// <summary>
    /// Sets the two possible shapes of the answer. The request decides which one it gets, for example with <c>dryRun</c>.
    /// </summary>
    public static RouteHandlerBuilder AnswersEither<TFirst, TSecond>(this RouteHandlerBuilder operation)
        where TFirst : notnull
        where TSecond : notnull => operation.Produces<Either<TFirst, TSecond>>();

    /// <summary>Describes an answer of octets with a content type.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder operation, string contentType) =>
        operation.Produces<Stream>(StatusCodes.Status200OK, contentType);

    /// <summary>Describes an answer with status 204 and without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder operation) =>
        operation.Produces(StatusCodes.Status204NoContent);

    /// <summary>Adds the error codes that the operation can answer with one status.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder operation, int status, params string[] codes) =>
        operation.WithMetadata(new Refusals(status, codes));
}
