namespace FleetPortal.Fleet.Identity;

/// <summary>One named check. The list in <see cref="IdentityDecider"/> says which checks run.</summary>
internal interface ICheck
{
    /// <summary>The entry of the check in the catalogue.</summary>
    Check Check { get; }

    /// <summary>
    /// Runs the check. The result has the compared values and, on failure, the code, the failure as a sentence and the remedy.
    /// </summary>
    CheckResult Run(CheckContext context);
}
