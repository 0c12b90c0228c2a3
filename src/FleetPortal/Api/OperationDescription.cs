namespace FleetPortal.Api;

/// <summary>What an operation can refuse with one status.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Codes">The codes of the problem details that it can answer.</param>
internal sealed record Refusals(int Status, IReadOnlyList<string> Codes);

/// <summary>
/// Names two shapes of one answer; the request chooses one. It is never made. The OpenAPI document shows it as <c>oneOf</c>.
/// </summary>
internal sealed record Either<TFirst, TSecond>(TFirst First, TSecond Second)
    where TFirst : notnull
    where TSecond : notnull;

/// <summary>
/// Describes an operation in one chain:
/// <c>.Describes("Reads a Thing.").Answers&lt;ThingAnswer&gt;().Refuses(404, "thing-not-found")</c>. What every operation can refuse
/// (no token, an unknown query parameter, a failed database) is added by <see cref="DescribeOperations"/>.
/// </summary>
internal static class OperationDescription
{
    /// <summary>The summary: one sentence that says what the operation does.</summary>
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder operation, string summary) => operation.WithSummary(summary);

    /// <summary>The shape of the answer.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder operation, int status = StatusCodes.Status200OK) =>
        operation.Produces<T>(status);

    /// <summary>The two shapes of the answer. The request chooses, for example with <c>dryRun</c>.</summary>
    public static RouteHandlerBuilder AnswersEither<TFirst, TSecond>(this RouteHandlerBuilder operation)
        where TFirst : notnull
        where TSecond : notnull => operation.Produces<Either<TFirst, TSecond>>();

    /// <summary>An answer of octets.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder operation, string contentType) =>
        operation.Produces<Stream>(StatusCodes.Status200OK, contentType);

    /// <summary>204, without a body.</summary>
    public static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder operation) =>
        operation.Produces(StatusCodes.Status204NoContent);

    /// <summary>The codes that the operation can refuse with one status.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder operation, int status, params string[] codes) =>
        operation.WithMetadata(new Refusals(status, codes));
}
