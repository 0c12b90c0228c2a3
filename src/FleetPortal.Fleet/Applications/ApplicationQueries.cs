using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Applications;

/// <summary>Reads applications. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class ApplicationQueries(Registry registry)
{
    /// <summary>The maximum number of applications in one list.</summary>
    public const int MaxListed = 1_000;

    /// <summary>Returns the applications that are not deleted, by name.</summary>
    /// <param name="text">A part of the name, the owner or the note, without regard to case; null or empty for all.</param>
    /// <param name="after">Only applications whose name comes after this one; null for all.</param>
    /// <param name="take">The maximum number.</param>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<ApplicationView>> ListAsync(
        string? text, string? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = Matching(db, text);
        if (after is not null)
        {
            records = records.Where(x => string.Compare(x.Principal!.Name, after) > 0);
        }

        return await ToViewsAsync(db, await records.OrderBy(x => x.Principal!.Name).Take(Math.Min(take, MaxListed))
            .Include(x => x.Principal).AsNoTracking().ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Returns the number of applications that <see cref="ListAsync"/> would return without a bound.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<int> CountAsync(string? text, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await Matching(db, text).CountAsync(cancellationToken);
    }

    /// <summary>Returns an application with its certificates, a deleted one too; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<ApplicationView?> FindAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var records = await db.Set<ApplicationRecord>().Include(x => x.Principal).AsNoTracking()
            .Where(x => x.Principal!.Name == name).ToListAsync(cancellationToken);
        return (await ToViewsAsync(db, records, cancellationToken)).SingleOrDefault(view => view.Name == name);
    }

    private static IQueryable<ApplicationRecord> Matching(FleetDbContext db, string? text)
    {
        var records = db.Set<ApplicationRecord>().Where(x => x.Principal!.RetiredAt == null);
        if (string.IsNullOrEmpty(text))
        {
            return records;
        }

        var pattern = "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return records.Where(x => EF.Functions.Like(x.Principal!.Name, pattern, "\\")
            || EF.Functions.Like(x.Owner, pattern, "\\") || EF.Functions.Like(x.Note, pattern, "\\"));
    }

    private static async Task<IReadOnlyList<ApplicationView>> ToViewsAsync(
        FleetDbContext db, List<ApplicationRecord> records, CancellationToken cancellationToken)
    {
        var keys = records.Select(record => record.PrincipalKey).ToList();
        var certificates = (await db.Set<CertificateRecord>().Where(x => keys.Contains(x.ThingKey)).OrderByDescending(x => x.Key)
            .Select(CertificateProjection.ToView).ToListAsync(cancellationToken)).ToLookup(view => view.ThingName, StringComparer.Ordinal);
        return [.. records.Select(record => new ApplicationView(
            record.Principal!.Name, record.Owner, record.Note,
            ApplicationDetails.Rights(record.Principal.Name, record.Hears, record.Publishes), record.MaxConnections,
            record.Principal.Enabled, record.Principal.RetiredAt, record.Principal.CreatedAt, record.Principal.LastSeenAt,
            record.Principal.Version, [.. certificates[record.Principal.Name]]))];
    }
}
