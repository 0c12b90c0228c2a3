using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>What path validation (RFC 5280 §6) said of a client certificate, apart from time and status, which are asked elsewhere.</summary>
/// <param name="Trusted">The chain leads to one of our roots, and every signature in it holds.</param>
/// <param name="Detail">In words: the chain from the authority up, or what is wrong with it.</param>
public sealed record ChainVerdict(bool Trusted, string Detail)
{
    internal static ChainVerdict Of(X509Chain chain, X509ChainStatusFlags accepted)
    {
        var faults = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        var serious = faults & ~(X509ChainStatusFlags.NotTimeValid | accepted);
        return serious == X509ChainStatusFlags.NoError
            ? new ChainVerdict(true, string.Join(", then ", chain.ChainElements.Skip(1).Select(element => element.Certificate.GetNameInfo(X509NameType.SimpleName, false))))
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
