using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// The result of path validation (RFC 5280 §6) for a client certificate. Time and status are not part of it; other checks decide them.
/// </summary>
/// <param name="Trusted">Whether the chain leads to a trusted authority, all its signatures are valid and all constraints are met.</param>
/// <param name="Detail">The names of the authorities from the issuer up, or the fault as a sentence without a capital.</param>
/// <param name="NotBefore">The time from which on all authorities of the chain are valid.</param>
/// <param name="NotAfter">The time until which all authorities of the chain are valid (RFC 5280 §6.1.3 a 2).</param>
public sealed record ChainVerdict(bool Trusted, string Detail, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    private const string PolicyConstraints = "2.5.29.36";

    // The object identifier in DER. A search for its octets is cheaper than reading every extension in every handshake.
    private static readonly byte[] PolicyConstraintsOid = [0x06, 0x03, 0x55, 0x1D, 0x24];

    /// <summary>The authorities from the issuer up to the trusted one, in DER; for a refused chain those that were found.</summary>
    public IReadOnlyList<byte[]> Path { get; init; } = [];

    /// <summary>
    /// Whether the chain reaches a trusted authority. If it does and <see cref="Trusted"/> is false, a certificate of the chain has a
    /// fault.
    /// </summary>
    public bool ReachesAuthority { get; init; }

    /// <summary>
    /// The name of the missing issuer if the chain reaches no trusted authority; null if it ends with a self-signed certificate.
    /// </summary>
    public string? MissingIssuer { get; init; }

    /// <summary>Whether the chain ends with a self-signed certificate that is not a trusted authority.</summary>
    public bool EndsInStranger => !ReachesAuthority && MissingIssuer is null;

    /// <summary>
    /// Whether a signature is not valid. Then this candidate is not the issuer, but another authority with the same name may be.
    /// </summary>
    internal bool IsForged { get; init; }

    /// <summary>
    /// Returns the result for a chain that the platform built. Every element below the trusted one must be without faults. For the trusted
    /// element itself, a missing issuer, its own signature and its time are ignored, because its octets are trusted.
    /// </summary>
    /// <param name="trusted">The index of the trusted element; 0 for none.</param>
    internal static ChainVerdict Of(X509Chain chain, int trusted, IReadOnlyList<PathCertificate> path)
    {
        const X509ChainStatusFlags above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
            | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid;
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
            return Refused($"{NameOf(asking)} requires certificate policies, which this portal does not evaluate")
                with { Path = reached, ReachesAuthority = true };
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

    /// <summary>Returns the result for a chain that is not trusted.</summary>
    internal static ChainVerdict Refused(string detail) => new(false, detail, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    /// <summary>Returns the name that people read: the common name, or another part of the subject.</summary>
    internal static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>
    /// Returns whether the authority has a critical policyConstraints extension (RFC 5280 §4.2.1.11). Neither the platform nor the portal
    /// evaluates it, so such a chain must be refused (RFC 5280 §4.2).
    /// </summary>
    internal static bool AsksForPolicies(X509Certificate2 authority) =>
        authority.RawDataMemory.Span.IndexOf(PolicyConstraintsOid) >= 0
            && authority.Extensions.Any(extension => extension is { Oid.Value: PolicyConstraints, Critical: true });
}
