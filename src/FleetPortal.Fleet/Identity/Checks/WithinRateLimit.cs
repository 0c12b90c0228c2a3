namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the Thing does not connect more often in a minute than allowed, so that a device that reconnects in a loop does not slow
/// down the others.
/// </summary>
internal sealed class WithinRateLimit(ConnectRateLimit limit) : ICheck
{
    public Check Check => CheckCatalogue.WithinRateLimit;

    public CheckResult Run(CheckContext context)
    {
        // A refused attempt is not counted, so that others cannot use up the limit of the real device.
        if (context.Principal is not { } principal || context.HasFailed)
        {
            return this.NotReached();
        }

        var compared = $"at most {limit.PerMinute} a minute";
        return context.Attempt.IsDryRun || limit.TryTake(principal.ThingName)
            ? this.Passed(compared)
            : this.Failed(RefusalCodes.ConnectRate,
                "the Thing connects too often", compared, "Let the device wait longer, and with jitter, before it connects again.");
    }
}
