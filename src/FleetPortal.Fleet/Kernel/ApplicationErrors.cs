namespace FleetPortal.Fleet.Kernel;

/// <summary>The error codes of applications.</summary>
public static class ApplicationErrors
{
    /// <summary>The application is disabled. Enable it first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Disabled = "application-disabled";

    /// <summary>The application has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string Invalid = "application-invalid";

    /// <summary>A Thing or an application has the same name in different letter case. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NameCaseTwin = "application-name-case-twin";

    /// <summary>A Thing or an application of this name exists. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NameTaken = "application-name-taken";

    /// <summary>There is no application of this name. Check the name.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "application-not-found";
}
