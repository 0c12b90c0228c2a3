namespace FleetPortal.Fleet.Identity;

/// <summary>One small named check. The list in <see cref="IdentityDecider"/> is the decision.</summary>
internal interface ICheck
{
    /// <summary>Its entry in the catalogue.</summary>
    Check Check { get; }

    /// <summary>Compares. The result names the values compared and, on failure, the code, the failure as a sentence and the remedy.</summary>
    CheckResult Run(CheckContext context);
}
