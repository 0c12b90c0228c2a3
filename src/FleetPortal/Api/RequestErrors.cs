using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Api;

/// <summary>The error codes of requests that the API refuses before it calls a use case.</summary>
public static class RequestErrors
{
    /// <summary>A line is not an attribute. Write name = value.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string AttributesInvalid = "attributes-invalid";

    /// <summary>The body or a parameter does not have the shape that the operation needs. Compare it with /api-docs.</summary>
    [Error(Status = 400)]
    public const string BodyInvalid = "body-invalid";

    /// <summary>The body is too long. Send less than 1 MiB.</summary>
    [Error(Status = 413)]
    public const string BodyTooLarge = "body-too-large";

    /// <summary>The client closed the request. Send it again.</summary>
    [Error(Status = 499)]
    public const string Cancelled = "cancelled";

    /// <summary>The id is not 64 hexadecimal digits. Use an id that the API returned.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CertificateIdInvalid = "certificate-id-invalid";

    /// <summary>The cursor was changed. Pass the nextCursor of the previous page, unchanged.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string CursorInvalid = "cursor-invalid";

    /// <summary>There is no such endpoint. See /api-docs.</summary>
    [Error(Status = 404)]
    public const string EndpointNotFound = "endpoint-not-found";

    /// <summary>The body of the EST request cannot be read. Send a PKCS#10 request in base64 (RFC 7030 §4.2.1).</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string EstBodyInvalid = "est-body-invalid";

    /// <summary>The portal does not accept the host name of the request. Use a name in Listen:PublicHost or Listen:AllowedHosts.</summary>
    [Error(Status = 421)]
    public const string HostUnknown = "host-unknown";

    /// <summary>If-Match is not an ETag. Send the ETag of an earlier answer, in quotes.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string IfMatchInvalid = "if-match-invalid";

    /// <summary>There is no such job. Check the id.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string JobNotFound = "job-not-found";

    /// <summary>Last-Event-ID is not a number. Send the id of the last event that you received.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string EventIdInvalid = "last-event-id-invalid";

    /// <summary>The limit is out of range. Use the range that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string LimitInvalid = "limit-invalid";

    /// <summary>The Content-Type is not supported. Send the one that the message names.</summary>
    [Error(Status = 415)]
    public const string MediaType = "media-type";

    /// <summary>The endpoint does not have this method. See /api-docs.</summary>
    [Error(Status = 405)]
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>The outcome is unknown. Use allowed or refused.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string OutcomeInvalid = "outcome-invalid";

    /// <summary>There is no such certificate profile. Leave it out, or use the one in the message.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string ProfileUnknown = "profile-unknown";

    /// <summary>There is no provisioning template. Leave the field out.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string TemplateNotFound = "provisioning-template-not-found";

    /// <summary>A query parameter is given more than once. Give it once.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string RepeatedParameter = "repeated-parameter";

    /// <summary>The order is unknown. Use one that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string SortInvalid = "sort-invalid";

    /// <summary>The portal did not answer the request. Look up the HTTP status at the end of the code.</summary>
    public const string Status = "status-";

    /// <summary>The certificate status is unknown. Use one that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string StatusInvalid = "status-invalid";

    /// <summary>The request proves no identity. Send a valid token or, for EST, the ThingName with its enrolment token.</summary>
    [Error(Status = 401)]
    public const string Unauthenticated = "unauthenticated";

    /// <summary>The operation has no such query parameter. Use those that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string UnknownParameter = "unknown-parameter";
}
