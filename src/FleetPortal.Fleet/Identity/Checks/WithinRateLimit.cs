using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the client does not connect more often in a minute than allowed, so that a device that reconnects in a loop does not slow
/// down the others; and that an application does not have more connections than allowed.
/// </summary>
internal sealed class WithinRateLimit(ConnectRateLimit limit, LiveConnections connections) : ICheck
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
        if (principal.Kind == PrincipalKind.Application && context.Attempt is { IsSession: true, IsDryRun: false })
        {
            // A connection with the same client identifier is taken over, so it does not count.
            var others = connections.CountOtherInstances(principal.Name, context.Attempt.ClientId);
            if (others >= principal.MaxConnections)
            {
                return this.Failed(RefusalCodes.ApplicationConnections, "the application has all of its connections",
                    $"{others} of {principal.MaxConnections} connections", "Close one of them, or allow the application more.");
            }

            compared = $"{others + 1} of {principal.MaxConnections} connections, {compared}";
        }

        // Each instance of an application has a limit of its own.
        var counted = principal.MayUse(context.Attempt.ClientId) ? context.Attempt.ClientId : principal.Name;
        return context.Attempt.IsDryRun || limit.TryTake(counted)
            ? this.Passed(compared)
            : this.Failed(RefusalCodes.ConnectRate,
                $"the {principal.Noun} connects too often", compared, "Let it wait longer, and with jitter, before it connects again.");
    }
}
