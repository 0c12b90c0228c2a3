using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A row of the inventory: the certificate of a Thing, or that of an authority.</summary>
public sealed record InventoryRow(CertificateView? Certificate, AuthorityView? Authority);

/// <summary>A window of the inventory.</summary>
/// <param name="Certificates">How many certificates of Things match.</param>
/// <param name="Total">With those of authorities.</param>
public sealed record InventoryPage(IReadOnlyList<InventoryRow> Rows, int Certificates, int Total);

/// <summary>The certificates of all Things and of all authorities in one list, soonest end first.</summary>
public sealed class CertificateInventory(Registry registry, CertificateQueries certificates, AuthorityQueries authorities)
{
    /// <summary>The statuses that are counted beside one another.</summary>
    public static readonly IReadOnlyList<CredentialFilter> Counted = [CredentialFilter.Active, CredentialFilter.Expiring, CredentialFilter.Expired, CredentialFilter.Pending, CredentialFilter.Hold, CredentialFilter.Revoked];

    /// <summary>A window of it.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public async Task<InventoryPage> ListAsync(CertificateQuery query, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        var own = await PlacesAsync(query, actor, cancellationToken);
        var before = own.Count(place => place.At < skip);
        var among = own.Where(place => place.At >= skip && place.At < skip + take).ToDictionary(place => place.At, place => place.Authority);
        var page = await certificates.ListAsync(query, skip - before, take - among.Count, actor, cancellationToken);
        var things = new Queue<CertificateView>(page.Items);
        var rows = new List<InventoryRow>();
        for (var at = skip; at < skip + take; at++)
        {
            if (among.TryGetValue(at, out var authority))
            {
                rows.Add(new InventoryRow(null, authority));
            }
            else if (things.TryDequeue(out var certificate))
            {
                rows.Add(new InventoryRow(certificate, null));
            }
        }

        return new InventoryPage(rows, page.Total, page.Total + own.Count);
    }

    /// <summary>How many of each status there are among what matches apart from its status.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public async Task<IReadOnlyDictionary<CredentialFilter, int>> CountAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        var own = await authorities.ListAsync(actor, cancellationToken);
        var counts = new Dictionary<CredentialFilter, int>();
        await using var db = registry.Read();
        foreach (var status in Counted)
        {
            var one = query with { Status = status };
            counts[status] = await CertificateFilter.Apply(db, one, now).CountAsync(cancellationToken) + own.Count(authority => AuthorityFilter.Matches(authority, one, now));
        }

        return counts;
    }

    /// <summary>Where each authority that matches stands in the list: behind every certificate that ends before it.</summary>
    private async Task<List<(int At, AuthorityView Authority)>> PlacesAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        var matching = (await authorities.ListAsync(actor, cancellationToken)).Where(authority => AuthorityFilter.Matches(authority, query, now)).OrderBy(authority => authority.NotAfter).ToList();
        var places = new List<(int, AuthorityView)>();
        await using var db = registry.Read();
        foreach (var authority in matching)
        {
            places.Add((await CertificateFilter.Apply(db, query, now).CountAsync(x => x.NotAfter < authority.NotAfter, cancellationToken) + places.Count, authority));
        }

        return places;
    }
}
