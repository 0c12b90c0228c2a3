namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A request with an <c>Idempotency-Key</c> while it is carried out. The actor carries it into the use case. Each effect (a transaction
/// with an audit entry) writes the key in the same transaction, so the key is stored if and only if the effect is.
/// </summary>
public sealed class IdempotentRequest
{
    /// <summary>The time for which a key is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private const string ForgetOld = "DELETE FROM Requests WHERE Owner = $1 AND \"Key\" = $2 AND StartedAt < $3";
    private const string InsertRequest = """
        INSERT INTO Requests (Owner, "Key", Fingerprint, Role, StartedAt) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (Owner, "Key") DO NOTHING
        """;

    private const string InsertEffect = "INSERT INTO RequestEffects (Owner, \"Key\", Sequence) VALUES ($1, $2, $3)";

    private volatile bool _over;

    internal IdempotentRequest(
        Actor actor, string key, byte[] fingerprint) => (Owner, Role, Key, Fingerprint) = (actor.Key, actor.CurrentRole, key, fingerprint);

    /// <summary>The role of the caller.</summary>
    public Role Role { get; }

    /// <summary>The key of the actor (<see cref="Actor.Key"/>).</summary>
    internal string Owner { get; }

    /// <summary>The value of the header Idempotency-Key.</summary>
    internal string Key { get; }

    /// <summary>The SHA-256 hash over method, address and body.</summary>
    internal byte[] Fingerprint { get; }

    /// <summary>Writes the key and the sequence number of the audit entry in the transaction of the effect.</summary>
    internal void NoteEffect(WriteScope scope, long sequence)
    {
        // A background job that the request started is not part of its answer.
        if (_over)
        {
            return;
        }

        scope.Statements.Execute(ForgetOld, Owner, Key, scope.Now - Retention);
        scope.Statements.Execute(InsertRequest, Owner, Key, Fingerprint, Role, scope.Now);
        scope.Statements.Execute(InsertEffect, Owner, Key, sequence);
    }

    /// <summary>Marks the request as answered. Later effects do not belong to it.</summary>
    internal void End() => _over = true;
}
