namespace FleetPortal.Fleet.Kernel;

/// <summary>The error codes of Things.</summary>
public static class ThingErrors
{
    /// <summary>The Thing is disabled. Enable it first.</summary>
    [Error(FleetErrorKind.Refused)]
    public const string Disabled = "thing-disabled";

    /// <summary>The Thing has faults. Correct the fields that the faults name.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string Invalid = "thing-invalid";

    /// <summary>A Thing has the same name in different letter case. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NameCaseTwin = "thing-name-case-twin";

    /// <summary>The name does not follow the rule of ThingNames. Use the characters that the message names.</summary>
    [Error(FleetErrorKind.Invalid)]
    public const string NameInvalid = "thing-name-invalid";

    /// <summary>A Thing of this name exists. Choose another name.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NameTaken = "thing-name-taken";

    /// <summary>There is no Thing of this name. Check the name.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "thing-not-found";
}
