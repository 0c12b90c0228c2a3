using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Idempotency;

/// <summary>
/// Which requests with an <c>Idempotency-Key</c> were carried out, so that one that is sent again after a lost answer is not carried out
/// again. The key is written with the effect, in one transaction; the answer follows. Where it could not (a crash, a full disk), the
/// effects themselves say what was done, so no key ever waits for a request that is over. Kept for <see cref="IdempotentRequest.Retention"/>.
/// </summary>
public sealed class IdempotencyStore(Registry registry)
{
    /// <summary>The longest key.</summary>
    public const int MaxKeyLength = 255;

    private const string Forget = "DELETE FROM Requests WHERE StartedAt < $1";
    private const string Store = """
        INSERT INTO Requests (Owner, "Key", Fingerprint, Role, StartedAt, Status, ContentType, Location, Body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (Owner, "Key") DO UPDATE SET Status = excluded.Status, ContentType = excluded.ContentType, Location = excluded.Location, Body = excluded.Body
        """;

    // Bounded by the requests that the server carries out at once; each leaves when it is over, and a crash leaves none.
    private readonly ConcurrentDictionary<(string Owner, string Key), IdempotentRequest> _running = [];

    /// <summary>Begins a request. <see cref="End"/> it, whatever happens.</summary>
    /// <param name="actor">Keys of different actors, and of two tokens of one name, are different.</param>
    /// <param name="key">As the caller chose it.</param>
    /// <param name="fingerprint">SHA-256 over method, address and body: the same key is for the same request only.</param>
    /// <exception cref="FleetError"><c>idempotency-key-invalid</c>; <c>request-in-progress</c>: it is being carried out this very moment.</exception>
    public IdempotentRequest Begin(Actor actor, string key, byte[] fingerprint)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (key.Length is 0 or > MaxKeyLength || key.Any(char.IsControl))
        {
            throw new FleetError(IdempotencyErrors.KeyInvalid, [new Fault("Idempotency-Key", $"The key has 1 to {MaxKeyLength} characters and no control characters.")]);
        }

        var request = new IdempotentRequest(actor, key, fingerprint);
        return _running.TryAdd((request.Owner, key), request)
            ? request
            : throw new FleetError(FleetErrorKind.Conflict, IdempotencyErrors.InProgress, "A request with this Idempotency-Key is being carried out. Send it again in a moment.");
    }

    /// <summary>The request is over.</summary>
    public void End(IdempotentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.End();
        _running.TryRemove(KeyValuePair.Create((request.Owner, request.Key), request));
    }

    /// <summary>What this request did before, or null: then nothing was changed.</summary>
    /// <exception cref="FleetError"><c>idempotency-key-reused</c>; <c>forbidden</c>: the caller's role was higher when it was carried out.</exception>
    public async Task<EarlierRequest?> FindAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = registry.Read();
        var end = registry.Time.GetUtcNow() - IdempotentRequest.Retention;
        var known = await db.Set<RequestRecord>().SingleOrDefaultAsync(x => x.Owner == request.Owner && x.Key == request.Key && x.StartedAt >= end, cancellationToken);
        if (known is null)
        {
            return null;
        }

        if (!known.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint))
        {
            throw new FleetError(FleetErrorKind.Refused, IdempotencyErrors.KeyReused, "This Idempotency-Key was used for another request. Make a new key for each request.");
        }

        if (request.Role < known.Role)
        {
            throw new FleetError(FleetErrorKind.Forbidden, CommonErrors.Forbidden, $"This request was carried out with the role {known.Role.ToString().ToLowerInvariant()}, which you no longer have.");
        }

        if (known.Status is { } status)
        {
            return new EarlierRequest(new StoredAnswer(status, known.ContentType, known.Location, known.Body ?? []), []);
        }

        var effects = await db.Set<RequestEffectRecord>().Where(x => x.Owner == request.Owner && x.Key == request.Key)
            .Join(db.Set<AuditRecord>(), effect => effect.Sequence, entry => entry.Sequence, (_, entry) => entry)
            .OrderBy(x => x.Sequence)
            .Select(x => new CommittedEffect(x.Action, x.TargetKind, x.Target, x.ThingName, x.At, x.Details))
            .ToListAsync(cancellationToken);
        return new EarlierRequest(null, effects);
    }

    /// <summary>From now on a repetition gets this answer.</summary>
    public Task StoreAsync(IdempotentRequest request, StoredAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        return registry.WriteAsync(
            scope =>
            {
                scope.Statements.Execute(Forget, scope.Now - IdempotentRequest.Retention);
                scope.Statements.Execute(
                    Store, request.Owner, request.Key, request.Fingerprint, request.Role, scope.Now, answer.Status, answer.ContentType, answer.Location, answer.Body);
            },
            CancellationToken.None);
    }
}
