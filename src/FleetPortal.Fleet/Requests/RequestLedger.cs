using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Requests;

/// <summary>An answer that was given once and may be asked for again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">As sent, without what is shown only once.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>
/// Which requests with an <c>Idempotency-Key</c> were carried out, so that one that is sent again after a lost answer is
/// not carried out again. The key is written before the work begins: a crash in between leaves a request whose outcome
/// is unknown, which is said, never guessed. Kept for <see cref="Retention"/>.
/// </summary>
public sealed class RequestLedger(Registry registry)
{
    /// <summary>The longest key.</summary>
    public const int MaxKeyLength = 255;

    /// <summary>How long a key is remembered.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Begins a request; answers what was answered before if it is a repetition, else null: then it is to be carried out.</summary>
    /// <param name="actor">Keys of different actors are different.</param>
    /// <param name="key">As the caller chose it.</param>
    /// <param name="fingerprint">SHA-256 over method, address and body: the same key is for the same request only.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>idempotency-key-invalid</c>, <c>idempotency-key-reused</c>, <c>request-in-progress</c>.</exception>
    public async Task<StoredAnswer?> BeginAsync(Actor actor, string key, byte[] fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (key.Length is 0 or > MaxKeyLength || key.Any(char.IsControl))
        {
            throw new FleetError("idempotency-key-invalid", [new Fault("Idempotency-Key", $"The key has 1 to {MaxKeyLength} characters and no control characters.")]);
        }

        var owner = actor.Key;
        var known = await registry.WriteAsync(
            scope =>
            {
                var end = scope.Now - Retention;
                scope.Db.Requests.Where(x => x.StartedAt < end).ExecuteDelete();
                var found = scope.Db.Requests.SingleOrDefault(x => x.Owner == owner && x.Key == key);
                if (found is null)
                {
                    scope.Db.Requests.Add(new RequestRecord { Owner = owner, Key = key, Fingerprint = fingerprint, StartedAt = scope.Now });
                }

                return found;
            },
            cancellationToken);
        if (known is null)
        {
            return null;
        }

        if (!known.Fingerprint.AsSpan().SequenceEqual(fingerprint))
        {
            throw new FleetError(FleetErrorKind.Refused, "idempotency-key-reused", "This Idempotency-Key was used for another request. Make a new key for each request.");
        }

        return known.Status is { } status
            ? new StoredAnswer(status, known.ContentType, known.Location, known.Body ?? [])
            : throw new FleetError(
                FleetErrorKind.Conflict, "request-in-progress",
                "This request was begun and has no answer yet, or the portal ended while it was carried out. Look at the object before you send it with a new key.");
    }

    /// <summary>It was carried out: from now on a repetition gets this answer.</summary>
    public Task CompleteAsync(Actor actor, string key, StoredAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(answer);
        var owner = actor.Key;
        return registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Requests.AsTracking().Single(x => x.Owner == owner && x.Key == key);
                (record.Status, record.ContentType, record.Location, record.Body) = (answer.Status, answer.ContentType, answer.Location, answer.Body);
            },
            CancellationToken.None);
    }

    /// <summary>It was refused and changed nothing: the key is free again.</summary>
    public Task AbandonAsync(Actor actor, string key)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var owner = actor.Key;
        return registry.WriteAsync(scope => { scope.Db.Requests.Where(x => x.Owner == owner && x.Key == key && x.Status == null).ExecuteDelete(); }, CancellationToken.None);
    }}
