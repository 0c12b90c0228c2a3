using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>The error codes of enrolment and renewal.</summary>
public static class EnrolmentErrors
{
    /// <summary>The validity of the enrolment token is out of range. Use the range that the fault names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string HoursInvalid = "enrolment-hours-invalid";

    /// <summary>The enrolment token is unknown, used, expired or for another name. Make a new token for this name.</summary>
    [Error(FleetErrorKind.Unauthenticated)]
    public const string TokenRefused = "enrolment-token-invalid";

    /// <summary>There is no such enrolment token, or it was used or has expired. Read the list again.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string TokenNotFound = "enrolment-token-not-found";

    /// <summary>The same request is being processed. Send it again.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string RenewalRepeated = "renewal-repeated";

    /// <summary>This address sent too many wrong enrolment tokens. Wait a minute.</summary>
    [Error(FleetErrorKind.TooMany)]
    public const string TooManyFailures = "too-many-failures";
}
