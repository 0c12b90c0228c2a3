using System.Text.Json;
using System.Text.RegularExpressions;
using FleetPortal.Authentication;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Pki;
using FleetPortal.Slices.Enrolment;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Api;

/// <summary>Every error of the API as ProblemDetails (RFC 9457) with a stable <c>code</c>. The one place where a refusal becomes a status.</summary>
public sealed partial class ApiErrors(ILogger<ApiErrors> logger, AccessLog access) : IExceptionHandler
{
    /// <summary>Whether a request is for scripts rather than browsers.</summary>
    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/pki") || context.Request.Path.StartsWithSegments("/openapi") || context.Request.Path.StartsWithSegments(EstEndpoints.Path);

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
            BadHttpRequestException bad => Problem(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? RequestErrors.BodyTooLarge : RequestErrors.BodyInvalid, BodyFault(bad)),
            PkiException { Code: PkiErrors.KeyUnavailable } key => Problem(StatusCodes.Status503ServiceUnavailable, key.Code, key.Message),
            OperationCanceledException => Problem(StatusCodes.Status499ClientClosedRequest, RequestErrors.Cancelled, "The request was cancelled."),
            _ => FleetError.OfDatabase(exception) is { } database ? Failed(database) : Unexpected(exception),
        };
        if (exception is FleetError { Kind: FleetErrorKind.Forbidden })
        {
            access.Refused($"{httpContext.Request.Method} {RouteOf(httpContext)}, for want of a role", httpContext.Connection.RemoteIpAddress?.ToString(), httpContext.User.FindActor()?.Name);
        }

        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status401Unauthorized && httpContext.Request.Path.StartsWithSegments(EstEndpoints.Path))
        {
            httpContext.Response.Headers.WWWAuthenticate = EstEndpoints.Challenge;
        }

        if (problem.Status == StatusCodes.Status429TooManyRequests && httpContext.Request.Path.StartsWithSegments(EstEndpoints.Path))
        {
            // The next guess pays for a handshake.
            httpContext.Response.Headers.Connection = "close";
        }

        await httpContext.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json", cancellationToken);
        return true;
    }

    /// <summary>The pattern and not the address: whoever asks cannot make a new line for each name.</summary>
    private static string RouteOf(HttpContext context) => (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "of the API";

    /// <summary>What routing and authentication answer by a bare status.</summary>
    public static Task DescribeStatusAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (code, detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized when context.Request.Path.StartsWithSegments(EstEndpoints.Path) => (RequestErrors.Unauthenticated, "Send the ThingName and its enrolment token as HTTP Basic."),
            StatusCodes.Status415UnsupportedMediaType when context.Request.Path.StartsWithSegments(EstEndpoints.Path) => (RequestErrors.MediaType, "Send a PKCS#10 request with Content-Type: application/pkcs10 (RFC 7030 §4.2.1)."),
            StatusCodes.Status401Unauthorized => (RequestErrors.Unauthenticated, "Send an API token: Authorization: Bearer fp_…"),
            StatusCodes.Status404NotFound => (RequestErrors.EndpointNotFound, $"There is no {context.Request.Path}. See /api-docs."),
            StatusCodes.Status405MethodNotAllowed => (RequestErrors.MethodNotAllowed, $"{context.Request.Method} is not for {context.Request.Path}. See /api-docs."),
            StatusCodes.Status413PayloadTooLarge => (RequestErrors.BodyTooLarge, "The body is longer than 1 MiB."),
            StatusCodes.Status415UnsupportedMediaType => (RequestErrors.MediaType, "Send JSON, with Content-Type: application/json."),
            var status => ($"{RequestErrors.Status}{status}", "The request was not answered."),
        };
        return context.Response.WriteAsJsonAsync(Problem(context.Response.StatusCode, code, detail), options: null, "application/problem+json");
    }

    /// <summary>A problem with its code.</summary>
    public static ProblemDetails Problem(int status, string code, string detail)
    {
        var problem = new ProblemDetails { Status = status, Title = code, Detail = detail };
        problem.Extensions["code"] = code;
        return problem;
    }

    /// <summary>What is wrong with a body, in the API's words: the serializer speaks of types that nobody outside knows.</summary>
    private static string BodyFault(BadHttpRequestException bad) =>
        bad.InnerException is JsonException { Message: var message } && UnknownField().Match(message) is { Success: true } match ? $"There is no field {match.Groups[1].Value} here. See /api-docs."
        : bad.InnerException is JsonException { Path: { Length: > 0 } path, InnerException: not JsonException } ? $"The value at {path} is not of the kind that is wanted there. See /api-docs."
        : bad.InnerException?.Message ?? bad.Message;

    [GeneratedRegex("^The JSON property '([^']{1,64})' could not be mapped")]
    private static partial Regex UnknownField();

    /// <summary>A form that was tampered with or is out of date: the error page cannot be asked for, because it is no GET.</summary>
    private static async Task<bool> TryHandleFormAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        context.Response.StatusCode = bad.StatusCode;
        await context.Response.WriteAsync("The form is out of date or was changed on its way. Go back, reload the page and try again.", cancellationToken);
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

    /// <summary>The HTTP status of a kind of refusal.</summary>
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

    private ProblemDetails Failed(FleetError database)
    {
        logger.LogError(database, "The database failed: {Code}", database.Code);
        return ProblemOf(database);
    }

    private ProblemDetails Unexpected(Exception exception)
    {
        logger.LogError(exception, "An API request failed");
        return Problem(StatusCodes.Status500InternalServerError, CommonErrors.Internal, "The portal failed. Its log says more.");
    }
}
