using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Best practice 1.1: the principal is attached to exactly one Thing. The database refuses a second; this names the one.</summary>
internal sealed class ThingIsNotRetired : ICheck
{
    public Check Check => CheckCatalogue.ThingIsNotRetired;

    public CheckResult Run(CheckContext context) => context.Principal switch
    {
        null => this.NotReached(),
        { ThingRetired: true } principal => this.Failed(RefusalCodes.ThingRetired, "the Thing is retired", $"{principal.ThingName}, retired", "Register a new Thing for this device."),
        var principal => this.Passed(principal.ThingName),
    };
}
