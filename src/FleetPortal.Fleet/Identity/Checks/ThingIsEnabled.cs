namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the Thing is enabled.</summary>
internal sealed class ThingIsEnabled : ICheck
{
    public Check Check => CheckCatalogue.ThingIsEnabled;

    public CheckResult Run(CheckContext context) => context.Principal switch
    {
        null => this.NotReached(),
        { ThingEnabled: true } => this.Passed("enabled"),
        var principal => this.Failed(RefusalCodes.ThingDisabled,
            "the Thing is disabled", "disabled", $"Enable {principal.ThingName} in the registry."),
    };
}
