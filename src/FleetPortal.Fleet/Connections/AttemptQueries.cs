using System.Text.Json;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Identity;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Connections;

/// <summary>A connect attempt as it was decided.</summary>
public sealed record AttemptView(long Id, DateTimeOffset At, string ClientId, string RemoteAddress, string Protocol, string? ThingName, CertificateId? CertificateId, bool Allowed, string Code, TimeSpan DecidedIn, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>The check that decided, or null when it was let in.</summary>
    public CheckResult? Decisive => Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);
}

/// <summary>Reads connect attempts.</summary>
public sealed class AttemptQueries(Registry registry)
{
    /// <summary>The newest first, before a key.</summary>
    /// <param name="thing">A ThingName or client identifier, or null for all.</param>
    /// <param name="allowed">Let in, refused, or null for both.</param>
    /// <param name="beforeId">Older than this one, or null from the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<AttemptView>> ListAsync(string? thing, bool? allowed, long? beforeId, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        IQueryable<AttemptRecord> attempts = db.Attempts;
        if (thing is not null)
        {
            attempts = attempts.Where(x => x.ThingName == thing || x.ClientId == thing);
        }

        if (allowed is { } outcome)
        {
            attempts = attempts.Where(x => x.Allowed == outcome);
        }

        if (beforeId is { } before)
        {
            attempts = attempts.Where(x => x.Key < before);
        }

        return [.. (await attempts.OrderByDescending(x => x.Key).Take(take).ToListAsync(cancellationToken)).Select(Show)];
    }

    /// <summary>One attempt, or null.</summary>
    public async Task<AttemptView?> FindAsync(long id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Attempts.SingleOrDefaultAsync(x => x.Key == id, cancellationToken) is { } record ? Show(record) : null;
    }

    private static AttemptView Show(AttemptRecord record) => new(
        record.Key, record.At, record.ClientId, record.RemoteAddress, record.Protocol, record.ThingName,
        record.CertificateId is null ? null : CertificateId.FromOctets(record.CertificateId), record.Allowed, record.Code,
        TimeSpan.FromMicroseconds(record.DecidedInMicroseconds), JsonSerializer.Deserialize<List<CheckResult>>(record.Checks)!);
}
