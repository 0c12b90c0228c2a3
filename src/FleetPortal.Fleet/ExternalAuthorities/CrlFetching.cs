using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Whether CRLs of external authorities are fetched.</summary>
/// <param name="IsEnabled">From the distribution points that their certificates name (RFC 5280 §4.2.1.13).</param>
/// <param name="MayBePrivate">Also from loopback, private and link-local addresses.</param>
public sealed record CrlFetchOptions(bool IsEnabled, bool MayBePrivate)
{
    /// <summary>The default: nothing that a certificate says makes the portal call out.</summary>
    public static CrlFetchOptions Off { get; } = new(false, false);
}

/// <summary>Fetches the CRLs of external authorities where a setting allows it: each when half of its time is over, and a failed one every quarter of an hour.</summary>
public sealed class CrlFetching(Registry registry, CrlFetchOptions options, CrlDownload download, AcceptCrl accept, ILogger<CrlFetching> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private const int MaxProblem = 300;

    /// <summary>Fetches what is due.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        if (!options.IsEnabled)
        {
            return;
        }

        foreach (var (key, id) in await DueAsync(cancellationToken))
        {
            if (await AddressOfAsync(key, cancellationToken) is { } address)
            {
                await FetchAsync(key, id, address, cancellationToken);
            }
        }
    }

    private async Task<List<(long Key, string Id)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var authorities = await db.Set<AuthorityRecord>().Where(x => (x.Kind == AuthorityKind.Registered || x.Kind == AuthorityKind.Intermediate) && x.Status == AuthorityStatus.Active)
            .Select(x => new { x.Key, x.Id }).ToListAsync(cancellationToken);
        var crls = await db.Set<ExternalCrlRecord>().Select(x => new { x.AuthorityKey, x.ThisUpdate, x.NextUpdate, x.TriedAt }).ToDictionaryAsync(x => x.AuthorityKey, cancellationToken);
        return [.. authorities.Where(authority => !crls.TryGetValue(authority.Key, out var crl) || IsDue(crl.ThisUpdate, crl.NextUpdate, crl.TriedAt, now)).Select(x => (x.Key, x.Id))];
    }

    private static bool IsDue(DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset? triedAt, DateTimeOffset now)
    {
        if (triedAt + Retry > now)
        {
            return false;
        }

        return nextUpdate is not { } next || thisUpdate is not { } made || triedAt + Longest < now || now > made + ((next - made) / 2);
    }

    /// <summary>What the newest certificate of an authority names; where it has signed intermediates only, what one of these names.</summary>
    private async Task<Uri?> AddressOfAsync(long key, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var der = await db.Set<CertificateRecord>().Where(x => x.AuthorityKey == key && x.Status == CertificateStatus.Active).OrderByDescending(x => x.NotAfter).Select(x => x.Der).FirstOrDefaultAsync(cancellationToken)
            ?? await db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate && x.ParentKey == key).Select(x => x.Der).FirstOrDefaultAsync(cancellationToken);
        return der is null ? null : DistributionPoint.Of(der);
    }

    private async Task FetchAsync(long key, string id, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var octets = await download.GetAsync(address, options.MayBePrivate, cancellationToken);
            await accept.ExecuteAsync(id, octets, address.ToString(), Actor.System, cancellationToken);
        }
        catch (Exception e) when (e is FleetError or HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("The CRL of authority {Authority} was not fetched from {Address}: {Problem}", id, address, e.Message);
            var problem = $"{address}: {e.Message}";
            await registry.WriteAsync(scope => Note(scope, key, problem.Length <= MaxProblem ? problem : problem[..MaxProblem]), cancellationToken);
        }
    }

    private static void Note(WriteScope scope, long key, string problem)
    {
        var record = scope.Db.Set<ExternalCrlRecord>().SingleOrDefault(x => x.AuthorityKey == key);
        if (record is null)
        {
            record = new ExternalCrlRecord { AuthorityKey = key };
            scope.Db.Set<ExternalCrlRecord>().Add(record);
        }

        (record.TriedAt, record.Problem) = (scope.Now, problem);
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }
}
