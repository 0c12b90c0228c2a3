using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the Thing, or the application, is enabled.</summary>
internal sealed class ThingIsEnabled : ICheck
{
    public Check Check => CheckCatalogue.ThingIsEnabled;

    public CheckResult Run(CheckContext context) => context.Principal switch
    {
        null => this.NotReached(),
        { Enabled: true } => this.Passed("enabled"),
        { Kind: PrincipalKind.Application } application => this.Failed(RefusalCodes.ApplicationDisabled,
            "the application is disabled", "disabled", $"Enable {application.Name} on the page Applications."),
        var principal => this.Failed(RefusalCodes.ThingDisabled,
            "the Thing is disabled", "disabled", $"Enable {principal.Name} in the registry."),
    };
}
