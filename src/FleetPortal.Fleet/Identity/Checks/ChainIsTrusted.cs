namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Path validation (RFC 5280 §6), done once in TLS and handed on: the chain leads to an authority that we trust.</summary>
internal sealed class ChainIsTrusted : ICheck
{
    public string Name => "Chain leads to an authority we trust";

    public CheckResult Run(CheckContext context) => context.Attempt.Certificate?.Chain switch
    {
        null => this.NotReached(),
        { Trusted: true } chain => this.Passed(chain.Detail),
        var chain => this.Failed("chain-not-trusted", chain.Detail, "Use the client certificate that this portal issued to the Thing."),
    };
}
