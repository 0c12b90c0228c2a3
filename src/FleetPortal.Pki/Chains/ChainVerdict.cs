using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>What path validation (RFC 5280 §6) said of a client certificate, apart from time and status, which are asked elsewhere.</summary>
/// <param name="Trusted">The chain leads to one of our roots, and every signature in it holds.</param>
/// <param name="Detail">In words: the chain from the authority up, or what is wrong with it.</param>
/// <param name="NotBefore">From when on every authority of the chain is valid.</param>
/// <param name="NotAfter">Until when every authority of the chain is valid (RFC 5280 §6.1.3 a 2).</param>
public sealed record ChainVerdict(bool Trusted, string Detail, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    private const string PolicyConstraints = "2.5.29.36";

    // As it stands in DER: to look for it is cheaper than to read every extension at every handshake.
    private static readonly byte[] PolicyConstraintsOid = [0x06, 0x03, 0x55, 0x1D, 0x24];

    internal static ChainVerdict Of(X509Chain chain) => Of(chain, FaultsOf(chain.ChainStatus), chain.ChainElements.Count - 1);

    /// <summary>
    /// A chain that is trusted from one of its elements on. Below it everything must hold; of the element itself it does not matter that nobody
    /// above it is known, nor whether its own signature holds: it is trusted for its octets.
    /// </summary>
    internal static ChainVerdict UpTo(X509Chain chain, int trusted)
    {
        const X509ChainStatusFlags above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        var below = chain.ChainElements.Take(trusted).Aggregate(X509ChainStatusFlags.NoError, (all, element) => all | FaultsOf(element.ChainElementStatus));
        var own = FaultsOf(chain.ChainElements[trusted].ChainElementStatus) & ~(above | X509ChainStatusFlags.NotSignatureValid);
        return Of(chain, below | own, trusted);
    }

    private static X509ChainStatusFlags FaultsOf(IEnumerable<X509ChainStatus> statuses) => statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    private static ChainVerdict Of(X509Chain chain, X509ChainStatusFlags faults, int last)
    {
        var serious = faults & ~X509ChainStatusFlags.NotTimeValid;
        if (serious != X509ChainStatusFlags.NoError)
        {
            return Refused(Describe(serious, chain));
        }

        var authorities = chain.ChainElements.Skip(1).Take(last).Select(element => element.Certificate).ToList();
        if (authorities.Any(AsksForPolicies))
        {
            return Refused("an authority of the chain asks for certificate policies, which are not looked at here");
        }

        return new ChainVerdict(
            true,
            string.Join(", then ", authorities.Select(authority => authority.GetNameInfo(X509NameType.SimpleName, false))),
            authorities.Select(authority => new DateTimeOffset(authority.NotBefore)).DefaultIfEmpty(DateTimeOffset.MinValue).Max(),
            authorities.Select(authority => new DateTimeOffset(authority.NotAfter)).DefaultIfEmpty(DateTimeOffset.MaxValue).Min());
    }

    private static ChainVerdict Refused(string detail) => new(false, detail, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    /// <summary>A critical policyConstraints (RFC 5280 §4.2.1.11), which neither the platform nor the portal carries out: what is critical and not carried out must refuse.</summary>
    private static bool AsksForPolicies(X509Certificate2 authority) =>
        authority.RawDataMemory.Span.IndexOf(PolicyConstraintsOid) >= 0 && authority.Extensions.Any(extension => extension is { Oid.Value: PolicyConstraints, Critical: true });

    private static string Describe(X509ChainStatusFlags faults, X509Chain chain)
    {
        var leaf = chain.ChainElements.Count > 0 ? chain.ChainElements[0].Certificate : null;
        var issuer = leaf?.GetNameInfo(X509NameType.SimpleName, forIssuer: true) ?? "nobody";
        if (faults.HasFlag(X509ChainStatusFlags.NotSignatureValid))
        {
            return "a signature in the chain does not hold";
        }

        if (faults.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            return "not a client certificate (extendedKeyUsage lacks clientAuth)";
        }

        return leaf is not null && leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData)
            ? "self-signed"
            : $"issued by {issuer}, which is not one of our authorities ({faults})";
    }
}
