namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the client identifier is the ThingName, octet for octet (recommendation 1.1.4).</summary>
internal sealed class ClientIdentifierIsThingName : ICheck
{
    public Check Check => CheckCatalogue.ClientIdentifierIsThingName;

    public CheckResult Run(CheckContext context)
    {
        if (context.Principal is not { } principal)
        {
            return this.NotReached();
        }

        return context.Attempt.ClientId == principal.ThingName
            ? this.Passed(principal.ThingName)
            : this.Failed(
                RefusalCodes.ClientIdentifierMismatch,
                "the client identifier is not the ThingName", $"{Quoted(context.Attempt.ClientId)} is not {principal.ThingName}",
                $"Set the client identifier to {principal.ThingName} (mosquitto: -i {principal.ThingName}).");
    }

    private static string Quoted(string clientId) => clientId.Length == 0 ? "an empty client identifier" : clientId;
}
