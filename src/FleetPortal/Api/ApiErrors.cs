using System.Text.Json;
using System.Text.RegularExpressions;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Pki;
using FleetPortal.Slices;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Api;

/// <summary>
/// Answers every error of the API as ProblemDetails (RFC 9457) with a stable <c>code</c>. Only this class maps errors to HTTP statuses.
/// </summary>
public sealed partial class ApiErrors(ILogger<ApiErrors> logger, AccessLog access) : IExceptionHandler
{
    /// <summary>
    /// Returns whether a request is for the API, the OpenAPI document or a <see cref="DeviceRoute"/> that answers problems. Their errors
    /// are
    /// ProblemDetails instead of pages.
    /// </summary>
    public static bool IsApi(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.Path.StartsWithSegments("/api")
            || context.Request.Path.StartsWithSegments("/openapi") || DeviceRouteOf(context) is { AnswersProblems: true };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        if (!IsApi(httpContext))
        {
            return await TryHandleFormAsync(httpContext, exception, cancellationToken);
        }

        var problem = exception switch
        {
            FleetError error => ProblemOf(error),
            BadHttpRequestException bad => Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? RequestErrors.BodyTooLarge : RequestErrors.BodyInvalid, BodyFault(bad)),
            PkiException { Code: PkiErrors.KeyUnavailable } key => Problem(StatusCodes.Status503ServiceUnavailable, key.Code, key.Message),
            OperationCanceledException =>
                Problem(StatusCodes.Status499ClientClosedRequest, RequestErrors.Cancelled, "The request was cancelled."),
            _ => FleetError.OfDatabase(exception) is { } database
                ? Failed(database) : Unexpected(exception, httpContext.Request.Method, RouteOf(httpContext)),
        };
        if (exception is FleetError { Kind: FleetErrorKind.Forbidden })
        {
            access.Refused($"{httpContext.Request.Method} {RouteOf(httpContext)} because of a missing role",
                httpContext.Connection.RemoteIpAddress?.ToString(), httpContext.User.FindActor()?.Name);
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        var route = DeviceRouteOf(httpContext);
        if (problem.Status == StatusCodes.Status401Unauthorized && route?.Challenge is { } challenge)
        {
            httpContext.Response.Headers.WWWAuthenticate = challenge;
        }

        if (problem.Status == StatusCodes.Status429TooManyRequests && route is { ClosesAfterTooMany: true })
        {
            // The client must make a new TLS handshake for its next attempt, which slows down guessing.
            httpContext.Response.Headers.Connection = "close";
        }

        await httpContext.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", cancellationToken);
        return true;
    }

    private static DeviceRoute? DeviceRouteOf(
        HttpContext context) => context.RequestServices.GetRequiredService<DeviceRoutes>().Find(context.Request.Path);

    /// <summary>Returns the route pattern instead of the path, so that a client cannot create a new log line with each new path.</summary>
    private static string RouteOf(HttpContext context) =>
        (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "of the API";

    /// <summary>Writes a ProblemDetails body for a status that routing or authentication set without a body.</summary>
    public static Task DescribeStatusAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var route = DeviceRouteOf(context);
        var (code, detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized =>
                (RequestErrors.Unauthenticated, route?.Unauthenticated ?? "Send an API token: Authorization: Bearer fp_…"),
            StatusCodes.Status404NotFound => (RequestErrors.EndpointNotFound, $"There is no {context.Request.Path}. See /api-docs."),
            StatusCodes.Status405MethodNotAllowed =>
                (RequestErrors.MethodNotAllowed, $"{context.Request.Path} does not allow {context.Request.Method}. See /api-docs."),
            StatusCodes.Status413PayloadTooLarge => (RequestErrors.BodyTooLarge, "The body is longer than 1 MiB."),
            StatusCodes.Status415UnsupportedMediaType =>
                (RequestErrors.MediaType, route?.MediaType ?? "Send JSON, with Content-Type: application/json."),
            var status => ($"{RequestErrors.Status}{status}", "The portal did not answer the request."),
        };
        return context.Response.WriteAsJsonAsync(Problem(context.Response.StatusCode, code, detail),
            options: null, "application/problem+json");
    }

    /// <summary>Creates a ProblemDetails object whose title and extension <c>code</c> hold the error code.</summary>
    public static ProblemDetails Problem(int status, string code, string detail)
    {
        var problem = new ProblemDetails { Status = status, Title = code, Detail = detail };
        problem.Extensions["code"] = code;
        return problem;
    }

    /// <summary>
    /// Describes the error of a body in terms of the API. The message of the serializer names internal types, which callers do not know.
    /// </summary>
    private static string BodyFault(BadHttpRequestException bad) =>
        bad.InnerException is JsonException { Message: var message } && UnknownField().Match(message) is { Success: true } match
            ? $"There is no field {match.Groups[1].Value} here. See /api-docs."
        : bad.InnerException is JsonException { Path: { Length: > 0 } path, InnerException: not JsonException }
            ? $"The value at {path} has the wrong type. See /api-docs."
        : bad.InnerException?.Message ?? bad.Message;

    [GeneratedRegex("^The JSON property '([^']{1,64})' could not be mapped")]
    private static partial Regex UnknownField();

    /// <summary>
    /// Answers a form whose antiforgery token or fields are invalid. The error page cannot be used, because it answers GET only.
    /// </summary>
    private static async Task<bool> TryHandleFormAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        context.Response.StatusCode = bad.StatusCode;
        await context.Response.WriteAsync(
            "The form has expired or was changed. Go back, reload the page and try again.", cancellationToken);
        return true;
    }

    private static ProblemDetails ProblemOf(FleetError error)
    {
        var problem = Problem(StatusOf(error.Kind), error.Code, error.Message);
        if (error.Faults.Count > 0)
        {
            problem.Extensions["faults"] = error.Faults;
        }

        return problem;
    }

    /// <summary>Returns the HTTP status of an error kind.</summary>
    public static int StatusOf(FleetErrorKind kind) => kind switch
    {
        FleetErrorKind.Invalid => StatusCodes.Status400BadRequest,
        FleetErrorKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FleetErrorKind.Forbidden => StatusCodes.Status403Forbidden,
        FleetErrorKind.NotFound => StatusCodes.Status404NotFound,
        FleetErrorKind.Conflict => StatusCodes.Status409Conflict,
        FleetErrorKind.VersionMismatch => StatusCodes.Status412PreconditionFailed,
        FleetErrorKind.Refused => StatusCodes.Status422UnprocessableEntity,
        FleetErrorKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    [LoggerMessage(8041, LogLevel.Error, "The database failed with code {Code}. The request was not carried out.")]
    private partial void LogDatabaseFailed(Exception exception, string code);

    [LoggerMessage(8042, LogLevel.Error, "The API request {Method} {Route} failed with an unexpected error.")]
    private partial void LogRequestFailed(Exception exception, string method, string route);

    private ProblemDetails Failed(FleetError database)
    {
        LogDatabaseFailed(database, database.Code);
        return ProblemOf(database);
    }

    private ProblemDetails Unexpected(Exception exception, string method, string route)
    {
        LogRequestFailed(exception, method, route);
        return Problem(StatusCodes.Status500InternalServerError, CommonErrors.Internal, "The portal failed. See its log.");
    }
}
