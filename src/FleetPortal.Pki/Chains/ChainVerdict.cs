using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>What path validation (RFC 5280 §6) said of a client certificate, apart from time and status, which are asked elsewhere.</summary>
/// <param name="Trusted">The chain leads to one of our roots, and every signature in it holds.</param>
/// <param name="Detail">In words: the chain from the authority up, or what is wrong with it.</param>
public sealed record ChainVerdict(bool Trusted, string Detail)
{
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
        return serious == X509ChainStatusFlags.NoError
            ? new ChainVerdict(true, string.Join(", then ", chain.ChainElements.Skip(1).Take(last).Select(element => element.Certificate.GetNameInfo(X509NameType.SimpleName, false))))
            : new ChainVerdict(false, Describe(serious, chain));
    }

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
