using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>A Thing connects so often a minute and no oftener: a loop of reconnects must not starve the others.</summary>
internal sealed class WithinRateLimit(ConnectRateLimit limit) : ICheck
{
    public Check Check => CheckCatalogue.WithinRateLimit;

    public CheckResult Run(CheckContext context)
    {
        // Whoever is refused anyway must not use up what the real device has left.
        if (context.Principal is not { } principal || context.HasFailed)
        {
            return this.NotReached();
        }

        var compared = $"at most {limit.PerMinute} a minute";
        return context.Attempt.IsDryRun || limit.TryTake(principal.ThingName)
            ? this.Passed(compared)
            : this.Failed(RefusalCodes.ConnectRate, "the Thing connects too often", compared, "Let the device wait longer, and with jitter, before it connects again.");
    }
}
