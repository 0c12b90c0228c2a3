using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// Finds the paths from a certificate to a trusted authority. Several authorities may have the same name (RFC 5280 §6.1 leaves path
/// building open), so every candidate gives its own path; OpenSSL tries only the first one. Authorities that the portal knows come before
/// those that a client sent, and those with a matching key identifier before those that match by name only.
/// </summary>
internal sealed class PathFinder(IReadOnlyList<PathCertificate> sent,
    Func<string, IReadOnlyList<PathCertificate>> known, Func<PathCertificate, bool> isAnchor, DateTimeOffset? at)
{
    /// <summary>The maximum number of authorities in a path.</summary>
    public const int MaxAuthorities = 8;

    /// <summary>
    /// The maximum number of candidates in one search. It limits the work that certificates of an unknown client can cause.
    /// </summary>
    private const int MaxSteps = 256;

    private readonly HashSet<(string Child, string Issuer)> _notSigned = [];
    private int _steps;

    /// <summary>The longest path that led to no trusted authority.</summary>
    public IReadOnlyList<PathCertificate> DeadEnd { get; private set; } = [];

    /// <summary>
    /// Notes that <paramref name="issuer"/> did not sign <paramref name="child"/>. The search returns no further path with the two.
    /// </summary>
    public void NoteNotSigned(X509Certificate2 child, X509Certificate2 issuer) => _notSigned.Add((child.Thumbprint, issuer.Thumbprint));

    /// <summary>
    /// Returns the paths, each from the issuer of <paramref name="leaf"/> up to a trusted authority. The next path is searched when it is
    /// requested.
    /// </summary>
    public IEnumerable<IReadOnlyList<PathCertificate>> PathsOf(PathCertificate leaf)
    {
        _steps = 0;
        return Above(leaf, []);
    }

    private IEnumerable<IReadOnlyList<PathCertificate>> Above(PathCertificate child, List<PathCertificate> below)
    {
        if (below.Count >= DeadEnd.Count)
        {
            DeadEnd = [.. below];
        }

        if (below.Count == MaxAuthorities)
        {
            yield break;
        }

        foreach (var issuer in CandidatesOf(child))
        {
            if (++_steps > MaxSteps)
            {
                yield break;
            }

            if (below.Exists(one => one.Is(issuer.Certificate))
                || _notSigned.Contains((child.Certificate.Thumbprint, issuer.Certificate.Thumbprint)))
            {
                continue;
            }

            below.Add(issuer);
            if (isAnchor(issuer))
            {
                yield return [.. below];
            }
            else
            {
                foreach (var path in Above(issuer, below))
                {
                    yield return path;
                }
            }

            below.RemoveAt(below.Count - 1);
        }
    }

    /// <summary>
    /// Returns the possible issuers, best first. Of two certificates of the same authority, the one that is valid now and ends later comes
    /// first.
    /// </summary>
    private IEnumerable<PathCertificate> CandidatesOf(PathCertificate child) =>
        known(child.Issuer).Concat(sent)
            .Select((candidate, place) => (Candidate: candidate, Place: place, Fit: child.FitOf(candidate)))
            .Where(x => x.Fit is not null && !x.Candidate.Is(child.Certificate))
            .OrderBy(x => x.Fit)
            .ThenBy(x => !isAnchor(x.Candidate))
            .ThenBy(x => at is { } now
                && (x.Candidate.Certificate.NotBefore > now.LocalDateTime || x.Candidate.Certificate.NotAfter < now.LocalDateTime))
            .ThenByDescending(x => x.Candidate.Certificate.NotAfter)
            .ThenBy(x => x.Place)
            .Select(x => x.Candidate);
}
