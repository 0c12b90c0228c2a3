using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>The result of path validation (RFC 5280 §6) for a client certificate, apart from time and status, which are checks of their own.</summary>
/// <param name="Trusted">The chain leads to a trusted authority, every signature in it holds and every constraint is kept.</param>
/// <param name="Detail">In words: the chain from the issuer up, or what is wrong with it.</param>
/// <param name="NotBefore">From when on every authority of the chain is valid.</param>
/// <param name="NotAfter">Until when every authority of the chain is valid (RFC 5280 §6.1.3 a 2).</param>
public sealed record ChainVerdict(bool Trusted, string Detail, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    private const string PolicyConstraints = "2.5.29.36";

    // In DER: to look for it is cheaper than to read every extension at every handshake.
    private static readonly byte[] PolicyConstraintsOid = [0x06, 0x03, 0x55, 0x1D, 0x24];

    /// <summary>DER of the authorities from the issuer up to the trusted one; of a refused chain those that were found.</summary>
    public IReadOnlyList<byte[]> Path { get; init; } = [];

    /// <summary>Whether the chain reaches a trusted authority. If it does and is not <see cref="Trusted"/>, something on the way is wrong.</summary>
    public bool ReachesAuthority { get; init; }

    /// <summary>The name of the issuer that is missing where the chain reaches no trusted authority; null where a self-signed certificate ends it.</summary>
    public string? MissingIssuer { get; init; }

    /// <summary>Whether the certificate, or the last authority of its chain, is self-signed: nothing that is registered stands above it.</summary>
    public bool EndsInStranger => !ReachesAuthority && MissingIssuer is null;

    /// <summary>Whether a signature does not hold: this candidate is not the issuer, another of the same name may be.</summary>
    internal bool IsForged { get; init; }

    /// <summary>
    /// Of a chain that the platform built. It is trusted from one of its elements on: below it everything must hold; of the element itself it
    /// does not matter that nobody above it is known, nor whether its own signature holds, because it is trusted for its octets.
    /// </summary>
    /// <param name="trusted">The index of the trusted element; 0 where none is.</param>
    internal static ChainVerdict Of(X509Chain chain, int trusted, IReadOnlyList<PathCertificate> path)
    {
        const X509ChainStatusFlags above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid;
        var reached = path.Select(one => one.Certificate.RawData).ToList();
        var ownFaults = trusted == 0 ? 0 : ChainFaults.Of(chain.ChainElements[trusted].ChainElementStatus) & ~above;
        var faulty = chain.ChainElements.Take(trusted).Select(element => ChainFaults.Of(element.ChainElementStatus)).Append(ownFaults)
            .Select(flags => flags & ~X509ChainStatusFlags.NotTimeValid).ToList();
        if (trusted == 0 || faulty.Exists(flags => flags != X509ChainStatusFlags.NoError))
        {
            return Refused(trusted == 0 ? ChainFaults.DescribeBreak(chain, path) : ChainFaults.Describe(chain, faulty)) with
            {
                Path = reached,
                ReachesAuthority = true,
                IsForged = trusted == 0 || faulty.Exists(flags => flags.HasFlag(X509ChainStatusFlags.NotSignatureValid)),
            };
        }

        var authorities = chain.ChainElements.Skip(1).Take(trusted).Select(element => element.Certificate).ToList();
        if (authorities.Find(AsksForPolicies) is { } asking)
        {
            return Refused($"{NameOf(asking)} asks for certificate policies, which this portal does not evaluate") with { Path = reached, ReachesAuthority = true };
        }

        return new ChainVerdict(
            true,
            string.Join(", then ", authorities.Select(NameOf)),
            authorities.Max(authority => new DateTimeOffset(authority.NotBefore)),
            authorities.Min(authority => new DateTimeOffset(authority.NotAfter)))
        {
            Path = [.. authorities.Select(authority => authority.RawData)],
            ReachesAuthority = true,
        };
    }

    internal static ChainVerdict Refused(string detail) => new(false, detail, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    internal static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>A critical policyConstraints (RFC 5280 §4.2.1.11), which neither the platform nor the portal evaluates: what is critical and not evaluated must refuse.</summary>
    internal static bool AsksForPolicies(X509Certificate2 authority) =>
        authority.RawDataMemory.Span.IndexOf(PolicyConstraintsOid) >= 0 && authority.Extensions.Any(extension => extension is { Oid.Value: PolicyConstraints, Critical: true });
}
