namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Reports whether the connection takes over an existing session (MQTT 5 §3.1.4-3). A reconnect with the same certificate does this. A
/// connection with another certificate of the same Thing does it too, because a Thing may have two certificates while one replaces the
/// other. All other checks must pass as well.
/// </summary>
internal sealed class SessionTakeover : ICheck
{
    public Check Check => CheckCatalogue.SessionTakeover;

    public CheckResult Run(CheckContext context) => context switch
    {
        { Principal: null } => this.NotReached(),
        { Current: null } => this.Passed("no other connection"),
        { Current: var current } => this.Passed($"takes over the session of {current.RemoteAddress}"),
    };
}
