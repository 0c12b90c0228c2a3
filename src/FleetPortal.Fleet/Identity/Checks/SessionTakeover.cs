namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Who holds the session now. The same client identifier with the same principal takes the session over
/// (MQTT 5 §3.1.4-3), which an honest reconnect does too; with another principal it takes over as well when every
/// other check passes, since a Thing may have two certificates while one replaces the other.
/// </summary>
internal sealed class SessionTakeover : ICheck
{
    public Check Check => CheckCatalogue.SessionTakeover;

    public CheckResult Run(CheckContext context) => context switch
    {
        { Principal: null } => this.NotReached(),
        { Current: null } => this.Passed("no other connection"),
        { Current: var current } => this.Passed($"takes the session over from {current.RemoteAddress}"),
    };
}
