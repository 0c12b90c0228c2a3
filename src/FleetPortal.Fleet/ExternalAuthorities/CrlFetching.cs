using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Whether and from where the portal fetches CRLs of external authorities.</summary>
/// <param name="IsEnabled">Whether CRLs are fetched from the distribution points in the certificates (RFC 5280 §4.2.1.13).</param>
/// <param name="MayBePrivate">Whether loopback, private and link-local addresses are allowed too.</param>
public sealed record CrlFetchOptions(bool IsEnabled, bool MayBePrivate)
{
    /// <summary>The default: the portal fetches nothing, so no certificate can make it connect to another system.</summary>
    public static CrlFetchOptions Off { get; } = new(false, false);
}

/// <summary>
/// Fetches the CRLs of external authorities if the settings allow it: each one when half of its validity is over, at least once a day, and
/// again 15 minutes after a failure.
/// </summary>
public sealed partial class CrlFetching(
    Registry registry, CrlFetchOptions options, CrlDownload download, AcceptCrl accept, ILogger<CrlFetching> logger)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private const int MaxProblem = 300;

    /// <summary>Fetches the CRLs that are due. An upkeep step calls it every minute.</summary>
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
        var authorities = await db.Set<AuthorityRecord>()
            .Where(x => (x.Kind == AuthorityKind.Registered || x.Kind == AuthorityKind.Intermediate) && x.Status == AuthorityStatus.Active)
            .Select(x => new { x.Key, x.Id }).ToListAsync(cancellationToken);
        var crls = await db.Set<ExternalCrlRecord>().Select(x => new { x.AuthorityKey, x.ThisUpdate, x.NextUpdate, x.TriedAt })
            .ToDictionaryAsync(x => x.AuthorityKey, cancellationToken);
        return [.. authorities.Where(authority => !crls.TryGetValue(authority.Key, out var crl)
            || IsDue(crl.ThisUpdate, crl.NextUpdate, crl.TriedAt, now)).Select(x => (x.Key, x.Id))];
    }

    private static bool IsDue(DateTimeOffset? thisUpdate, DateTimeOffset? nextUpdate, DateTimeOffset? triedAt, DateTimeOffset now)
    {
        if (triedAt + Retry > now)
        {
            return false;
        }

        return nextUpdate is not { } next || thisUpdate is not { } made || triedAt + Longest < now || now > made + ((next - made) / 2);
    }

    /// <summary>
    /// Returns the distribution point in the newest certificate of an authority. If the authority has only signed intermediates, uses one
    /// of them. Null if there is none.
    /// </summary>
    private async Task<Uri?> AddressOfAsync(long key, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var der = await db.Set<CertificateRecord>().Where(x => x.AuthorityKey == key && x.Status == CertificateStatus.Active)
            .OrderByDescending(x => x.NotAfter).Select(x => x.Der).FirstOrDefaultAsync(cancellationToken)
            ?? await db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate && x.ParentKey == key)
                .Select(x => x.Der).FirstOrDefaultAsync(cancellationToken);
        return der is null ? null : DistributionPoint.Of(der);
    }

    private async Task FetchAsync(long key, string id, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var octets = await download.GetAsync(address, options.MayBePrivate, cancellationToken);
            await accept.ExecuteAsync(id, octets, address.ToString(), Actor.System, cancellationToken);
        }
        catch (Exception e) when (e is FleetError or HttpRequestException or IOException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            LogNotFetched(e, id, address);
            var problem = $"{address}: {e.Message}";
            await registry.WriteAsync(scope => Note(scope, key, problem.Length <= MaxProblem ? problem : problem[..MaxProblem]),
                cancellationToken);
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

    [LoggerMessage(
        2201, LogLevel.Warning,
        "The portal could not fetch the CRL of authority {Authority} from {Address}; retrying in 15 minutes.")]
    private partial void LogNotFetched(Exception exception, string authority, Uri address);
}
