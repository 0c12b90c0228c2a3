using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the Thing, or the application, of the certificate is not retired, and names it. A certificate belongs to exactly one of them
/// (best practice 1.1); the table has one foreign key for it.
/// </summary>
internal sealed class ThingIsNotRetired : ICheck
{
    public Check Check => CheckCatalogue.ThingIsNotRetired;

    public CheckResult Run(CheckContext context) => context.Principal switch
    {
        null => this.NotReached(),
        { Retired: true, Kind: PrincipalKind.Application } application => this.Failed(RefusalCodes.ApplicationDeleted,
            "the application is deleted", $"{application.Name}, deleted", "Create a new application for this back end."),
        { Retired: true } principal => this.Failed(RefusalCodes.ThingRetired,
            "the Thing is retired", $"{principal.Name}, retired", "Register a new Thing for this device."),
        var principal => this.Passed(principal.Name),
    };
}
