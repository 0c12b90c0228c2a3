using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Idempotency;

/// <summary>
/// Remembers the requests with an <c>Idempotency-Key</c>, so that a request that a client repeats after a lost answer is not carried out
/// twice. The key is written in the transaction of the effect; the answer is stored afterwards. If that is not possible (a crash, a full
/// disk), the effects show what was done, so a key never blocks a client after its request. Keys are kept for
/// <see cref="IdempotentRequest.Retention"/>.
/// </summary>
public sealed class IdempotencyStore(Registry registry)
{
    /// <summary>The maximum length of a key, in characters.</summary>
    public const int MaxKeyLength = 255;

    private const string Forget = "DELETE FROM Requests WHERE StartedAt < $1";
    private const string Store = """
        INSERT INTO Requests (Owner, "Key", Fingerprint, Role, StartedAt, Status, ContentType, Location, Body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (Owner, "Key") DO UPDATE SET Status = excluded.Status, ContentType = excluded.ContentType, Location = excluded.Location, Body = excluded.Body
        """;

    // Bounded by the number of requests that run at the same time. Each is removed when it ends; a crash leaves none.
    private readonly ConcurrentDictionary<(string Owner, string Key), IdempotentRequest> _running = [];

    /// <summary>Begins a request. The caller must call <see cref="End"/> in any case.</summary>
    /// <param name="actor">The actor. Keys of different actors are different, also of two tokens with the same name.</param>
    /// <param name="key">The key that the client has sent.</param>
    /// <param name="fingerprint">SHA-256 over method, address and body. A key belongs to one request only.</param>
    /// <exception cref="FleetError"><c>idempotency-key-invalid</c>; <c>request-in-progress</c> if a request with the key is
    /// running.</exception>
    public IdempotentRequest Begin(Actor actor, string key, byte[] fingerprint)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (key.Length is 0 or > MaxKeyLength || key.Any(char.IsControl))
        {
            throw new FleetError(IdempotencyErrors.KeyInvalid,
                [new Fault("Idempotency-Key", $"The key has 1 to {MaxKeyLength} characters and no control characters.")]);
        }

        var request = new IdempotentRequest(actor, key, fingerprint);
        return _running.TryAdd((request.Owner, key), request)
            ? request
            : throw new FleetError(FleetErrorKind.Conflict,
                IdempotencyErrors.InProgress, "A request with this Idempotency-Key is in progress. Send it again in a moment.");
    }

    /// <summary>Ends a request, so that its key can be sent again.</summary>
    public void End(IdempotentRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.End();
        _running.TryRemove(KeyValuePair.Create((request.Owner, request.Key), request));
    }

    /// <summary>Returns what an earlier request with the same key did; null if it changed nothing.</summary>
    /// <exception cref="FleetError"><c>idempotency-key-reused</c>; <c>forbidden</c> if the role of the caller was higher at that
    /// time.</exception>
    public async Task<EarlierRequest?> FindAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = registry.Read();
        var end = registry.Time.GetUtcNow() - IdempotentRequest.Retention;
        var known = await db.Set<RequestRecord>()
            .SingleOrDefaultAsync(x => x.Owner == request.Owner && x.Key == request.Key && x.StartedAt >= end, cancellationToken);
        if (known is null)
        {
            return null;
        }

        if (!known.Fingerprint.AsSpan().SequenceEqual(request.Fingerprint))
        {
            throw new FleetError(FleetErrorKind.Refused,
                IdempotencyErrors.KeyReused, "This Idempotency-Key was used for another request. Make a new key for each request.");
        }

        if (request.Role < known.Role)
        {
            throw new FleetError(FleetErrorKind.Forbidden, CommonErrors.Forbidden,
                $"This request was carried out with the role {known.Role.ToString().ToLowerInvariant()}, which you no longer have.");
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

    /// <summary>Stores the answer of a request. A repeated request with the same key gets it. Deletes keys that are too old.</summary>
    public Task StoreAsync(IdempotentRequest request, StoredAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        return registry.WriteAsync(
            scope =>
            {
                scope.Statements.Execute(Forget, scope.Now - IdempotentRequest.Retention);
                scope.Statements.Execute(
                    Store, request.Owner, request.Key,
                    request.Fingerprint, request.Role, scope.Now, answer.Status, answer.ContentType, answer.Location, answer.Body);
            },
            CancellationToken.None);
    }
}
