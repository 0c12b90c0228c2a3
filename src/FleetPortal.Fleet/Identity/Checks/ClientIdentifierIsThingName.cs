using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the client identifier is the ThingName, octet for octet (recommendation 1.1.4). An application also uses its name with a dot
/// and the name of an instance; a ThingName has no dot, so the two never meet.
/// </summary>
internal sealed class ClientIdentifierIsThingName : ICheck
{
    public Check Check => CheckCatalogue.ClientIdentifierIsThingName;

    public CheckResult Run(CheckContext context)
    {
        if (context.Principal is not { } principal)
        {
            return this.NotReached();
        }

        if (principal.MayUse(context.Attempt.ClientId))
        {
            return this.Passed(context.Attempt.ClientId);
        }

        return principal.Kind == PrincipalKind.Thing
            ? this.Failed(
                RefusalCodes.ClientIdentifierMismatch,
                "the client identifier is not the ThingName", $"{Quoted(context.Attempt.ClientId)} is not {principal.Name}",
                $"Set the client identifier to {principal.Name} (mosquitto: -i {principal.Name}).")
            : this.Failed(
                RefusalCodes.ClientIdentifierMismatch, "the client identifier is not that of the application",
                $"{Quoted(context.Attempt.ClientId)} is neither {principal.Name} nor {principal.Name}.INSTANCE",
                $"Set the client identifier to {principal.Name} or {principal.Name}.1 (mosquitto: -i {principal.Name}.1).");
    }

    private static string Quoted(string clientId) => clientId.Length == 0 ? "an empty client identifier" : clientId;
}
