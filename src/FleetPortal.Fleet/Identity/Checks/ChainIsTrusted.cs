using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Checks that the chain leads to an authority that is trusted now (RFC 5280 §6). The path was validated once, in the TLS handshake. A
/// pinned certificate is trusted without an authority, because the registry has its octets. A registered certificate with a deviation that
/// the import tolerates is trusted if the authority that signed it is.
/// </summary>
internal sealed class ChainIsTrusted : ICheck
{
    private const string AuthorityExpired = "the authority of the certificate has expired";

    public Check Check => CheckCatalogue.ChainIsTrusted;

    public CheckResult Run(CheckContext context) => (context.Attempt.Certificate?.Chain, context.Principal) switch
    {
        (null, _) => this.NotReached(),
        (_, { Authority: null } pinned) => this.Passed($"pinned: exactly this certificate is registered for {pinned.Name}"),
        (_, { Authority: { Status: AuthorityStatus.Retired } authority }) => this.Failed(RefusalCodes.AuthorityRetired,
            "the authority of the certificate is retired", $"{authority.Name} is retired", "Issue a new certificate to the Thing."),
        (_, { Authority: { Status: not AuthorityStatus.Active } authority }) => this.Failed(
            RefusalCodes.AuthorityDisabled, "the authority of the certificate is disabled",
            $"{authority.Name} is disabled", "Enable the authority if it is still trusted, or issue a new certificate to the Thing."),
        (_, { Authority: { } authority }) when authority.NotAfter < context.Now => this.Failed(
            RefusalCodes.AuthorityExpired,
            AuthorityExpired, $"{authority.Name} expired {Timestamps.Format(authority.NotAfter)}", "Issue a new certificate to the Thing."),
        ({ Trusted: true } chain, _) when context.Now < chain.NotBefore => this.Failed(
            RefusalCodes.AuthorityNotYetValid, "an authority of the certificate is not valid yet",
            $"an authority of the chain is valid from {Timestamps.Format(chain.NotBefore)} on",
            "Wait until it is valid, or compare the clocks of the portal and of the authority."),
        ({ Trusted: true } chain, _) when context.Now > chain.NotAfter => this.Failed(
            RefusalCodes.AuthorityExpired, AuthorityExpired,
            $"an authority of the chain is valid from {Timestamps.Format(chain.NotBefore)} to {Timestamps.Format(chain.NotAfter)}",
            "Renew the authority, or issue a new certificate to the Thing."),
        ({ Trusted: true } chain, _) => this.Passed(chain.Detail),
        (_, { Authority: { } authority } registered) when context.Attempt.Certificate!.HasToleratedFault => this.Passed(
            $"exactly this certificate, signed by {authority.Name}, is registered for {registered.Name}"),
        (var chain, _) => this.Failed(
            RefusalCodes.ChainNotTrusted, "the certificate comes from an authority that this portal does not trust", chain.Detail,
            "Use the client certificate that this portal issued to the Thing, or one of an authority that is registered here."),
    };
}
