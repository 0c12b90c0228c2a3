using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>
/// Finds the paths from a certificate to an authority that is trusted. Several authorities may carry one name (RFC 5280 §6.1 leaves
/// path building open; OpenSSL takes the first of a name and tries no other), so every candidate is a path of its own. Authorities that
/// the portal knows come before those that a client sent, and those whose key identifier fits before those that only carry the name.
/// </summary>
internal sealed class PathFinder(IReadOnlyList<PathCertificate> sent, Func<string, IReadOnlyList<PathCertificate>> known, Func<PathCertificate, bool> isAnchor, DateTimeOffset? at)
{
    /// <summary>The most authorities in a path.</summary>
    public const int MaxAuthorities = 8;

    /// <summary>The most candidates that are looked at in one search: what a stranger sends must not cost more.</summary>
    private const int MaxSteps = 256;

    private readonly HashSet<(string Child, string Issuer)> _notSigned = [];
    private int _steps;

    /// <summary>The longest path that led to no trusted authority.</summary>
    public IReadOnlyList<PathCertificate> DeadEnd { get; private set; } = [];

    /// <summary>Notes that the signature on <paramref name="child"/> is not that of <paramref name="issuer"/>: no path with both is tried again.</summary>
    public void NoteNotSigned(X509Certificate2 child, X509Certificate2 issuer) => _notSigned.Add((child.Thumbprint, issuer.Thumbprint));

    /// <summary>Paths, each from the issuer of <paramref name="leaf"/> up to a trusted authority. Lazy: the search goes on when the next is asked for.</summary>
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

            if (below.Exists(one => one.Is(issuer.Certificate)) || _notSigned.Contains((child.Certificate.Thumbprint, issuer.Certificate.Thumbprint)))
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

    /// <summary>Of one authority's two certificates with one key, the one that is valid now and lasts longest comes first.</summary>
    private IEnumerable<PathCertificate> CandidatesOf(PathCertificate child) =>
        known(child.Issuer).Concat(sent)
            .Select((candidate, place) => (Candidate: candidate, Place: place, Fit: child.FitOf(candidate)))
            .Where(x => x.Fit is not null && !x.Candidate.Is(child.Certificate))
            .OrderBy(x => x.Fit)
            .ThenBy(x => !isAnchor(x.Candidate))
            .ThenBy(x => at is { } now && (x.Candidate.Certificate.NotBefore > now.LocalDateTime || x.Candidate.Certificate.NotAfter < now.LocalDateTime))
            .ThenByDescending(x => x.Candidate.Certificate.NotAfter)
            .ThenBy(x => x.Place)
            .Select(x => x.Candidate);
}
