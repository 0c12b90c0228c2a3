namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the Thing of the certificate is not retired, and names the Thing. A certificate belongs to exactly one Thing (best practice
/// 1.1); the table has one foreign key for it.
/// </summary>
internal sealed class ThingIsNotRetired : ICheck
{
    public Check Check => CheckCatalogue.ThingIsNotRetired;

    public CheckResult Run(CheckContext context) => context.Principal switch
    {
        null => this.NotReached(),
        { ThingRetired: true } principal => this.Failed(RefusalCodes.ThingRetired,
            "the Thing is retired", $"{principal.ThingName}, retired", "Register a new Thing for this device."),
        var principal => this.Passed(principal.ThingName),
    };
}
