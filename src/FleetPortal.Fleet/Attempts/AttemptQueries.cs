using System.Globalization;
using System.Text.Json;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Attempts;

/// <summary>One connect attempt with its decision, or the refusals of one kind from one source within an hour.</summary>
/// <param name="At">The time of the decision; for several attempts that of the latest.</param>
/// <param name="Count">The number of attempts in this row.</param>
/// <param name="FirstAt">The time of the first of them.</param>
public sealed record AttemptView(
    long Id, DateTimeOffset At, string ClientId,
    string RemoteAddress, string Protocol, string? ThingName, CertificateId? CertificateId, bool Allowed, string Code, TimeSpan DecidedIn,
    IReadOnlyList<CheckResult> Checks, long Count, DateTimeOffset FirstAt)
{
    /// <summary>The first check that failed; null if the device was accepted.</summary>
    public CheckResult? Decisive => Checks.FirstOrDefault(check => check.Outcome == CheckOutcome.Failed);

    /// <summary>
    /// The reason of the refusal as a sentence without a capital, such as "the certificate is on hold"; null if the device was accepted.
    /// </summary>
    public string? Reason => Decisive is not { } check ? null : check.Failure ?? $"the check \"{check.Name}\" failed";

    /// <summary>The number of attempts as text, such as "12,345 refused connections from 203.0.113.9"; null for a single attempt.</summary>
    public string? Repeated => Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Count:N0} refused connections from {RemoteSource.Text(RemoteAddress)}") : null;
}

/// <summary>A position in a list of attempts: the last row that the client has received.</summary>
public sealed record AttemptPlace(DateTimeOffset At, long Id);

/// <summary>Selects attempts. All given values must match; null selects all.</summary>
/// <param name="Thing">A ThingName: the attempt used a certificate of the Thing, or its name as client identifier.</param>
/// <param name="Allowed">True for accepted attempts, false for refused ones.</param>
/// <param name="ClientId">The client identifier, exactly.</param>
/// <param name="Text">A part of the client identifier, ThingName, address or code; at most 100 characters.</param>
/// <param name="Code">The code of the refusal, such as <c>certificate-expired</c>.</param>
/// <param name="Since">Only attempts at or after this time.</param>
public sealed record AttemptQuery(string? Thing = null,
    bool? Allowed = null, string? ClientId = null, string? Text = null, string? Code = null, DateTimeOffset? Since = null)
{
    /// <summary>The maximum length of the search text, in characters.</summary>
    public const int MaxText = 100;
}

/// <summary>Reads connect attempts. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class AttemptQueries(Registry registry)
{
    /// <summary>Returns attempts of a Thing or with a result, newest first.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public Task<IReadOnlyList<AttemptView>> ListAsync(
        string? thing, bool? allowed, AttemptPlace? after, int take, Actor actor, CancellationToken cancellationToken) =>
        ListAsync(new AttemptQuery(thing, allowed), after, take, actor, cancellationToken);

    /// <summary>Returns the attempts that match, newest first, from a position in the list on.</summary>
    /// <param name="query">The attempts to select.</param>
    /// <param name="after">The last row of the page before; null begins with the newest.</param>
    /// <param name="take">The maximum number of rows.</param>
    /// <param name="actor">The actor who reads; needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>query-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<AttemptView>> ListAsync(
        AttemptQuery query, AttemptPlace? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var attempts = Apply(db, query);
        if (after is { } place)
        {
            attempts = attempts.Where(x => x.At < place.At || (x.At == place.At && x.Key < place.Id));
        }

        return [.. (await attempts.OrderByDescending(x => x.At).ThenByDescending(x => x.Key).Take(take).ToListAsync(cancellationToken))
            .Select(Show)];
    }

    /// <summary>Returns the number of rows after a time, for a list that is paused.</summary>
    /// <param name="query">The attempts to select.</param>
    /// <param name="newest">The time of the newest row in the list.</param>
    /// <param name="actor">Needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>query-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<int> CountAfterAsync(AttemptQuery query, DateTimeOffset newest, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await Apply(db, query).CountAsync(x => x.At > newest, cancellationToken);
    }

    private static IQueryable<AttemptRecord> Apply(FleetDbContext db, AttemptQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Text?.Length > AttemptQuery.MaxText)
        {
            throw new FleetError(AttemptErrors.QueryTooLong, [new Fault("q", $"Search for at most {AttemptQuery.MaxText} characters.")]);
        }

        IQueryable<AttemptRecord> attempts = db.Set<AttemptRecord>();
        if (query.Thing is { } thing)
        {
            attempts = attempts.Where(x => x.ThingName == thing || x.ClientId == thing);
        }

        if (query.Allowed is { } outcome)
        {
            attempts = attempts.Where(x => x.Allowed == outcome);
        }

        if (query.ClientId is { } clientId)
        {
            attempts = attempts.Where(x => x.ClientId == clientId);
        }

        if (query.Text is { Length: > 0 } text)
        {
            attempts = attempts.Where(x => x.ClientId.Contains(text)
                || x.ThingName!.Contains(text) || x.RemoteAddress.Contains(text) || x.Code.Contains(text));
        }

        if (query.Code is { } code)
        {
            attempts = attempts.Where(x => x.Code == code);
        }

        return query.Since is { } since ? attempts.Where(x => x.At >= since) : attempts;
    }

    /// <summary>Returns one attempt; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<AttemptView?> FindAsync(long id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<AttemptRecord>().SingleOrDefaultAsync(x => x.Key == id, cancellationToken) is { } record ? Show(record) : null;
    }

    private static AttemptView Show(AttemptRecord record) => new(
        record.Key, record.At, record.ClientId, record.RemoteAddress, record.Protocol, record.ThingName,
        record.CertificateId is null ? null : CertificateId.FromOctets(record.CertificateId), record.Allowed, record.Code,
        TimeSpan.FromMicroseconds(record.DecidedInMicroseconds), ChecksOf(record.Checks), record.Count, record.FirstAt);

    // Attempts of older versions were stored without the identifiers of the checks.
    private static IReadOnlyList<CheckResult> ChecksOf(string json) =>
        [.. JsonSerializer.Deserialize<List<CheckResult>>(json)!
            .Select(check => check.Id is null ? check with { Id = CheckCatalogue.IdOf(check.Name) } : check)];
}
