namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A request with an <c>Idempotency-Key</c> while it is carried out. The actor carries it into the use case. Each effect (a transaction
/// with an audit entry) writes the key in the same transaction, so the key exists exactly when the effect does.
/// </summary>
public sealed class IdempotentRequest
{
    /// <summary>How long a key is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private const string ForgetOld = "DELETE FROM Requests WHERE Owner = $1 AND \"Key\" = $2 AND StartedAt < $3";
    private const string InsertRequest = """
        INSERT INTO Requests (Owner, "Key", Fingerprint, Role, StartedAt) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (Owner, "Key") DO NOTHING
        """;

    private const string InsertEffect = "INSERT INTO RequestEffects (Owner, \"Key\", Sequence) VALUES ($1, $2, $3)";

    private volatile bool _over;

    internal IdempotentRequest(Actor actor, string key, byte[] fingerprint) => (Owner, Role, Key, Fingerprint) = (actor.Key, actor.CurrentRole, key, fingerprint);

    /// <summary>The role of the caller.</summary>
    public Role Role { get; }

    internal string Owner { get; }

    internal string Key { get; }

    internal byte[] Fingerprint { get; }

    /// <summary>Writes the key, and which audit entry it led to, into the transaction of the effect.</summary>
    internal void NoteEffect(WriteScope scope, long sequence)
    {
        // Work that a request leaves running behind it is not part of its answer.
        if (_over)
        {
            return;
        }

        scope.Statements.Execute(ForgetOld, Owner, Key, scope.Now - Retention);
        scope.Statements.Execute(InsertRequest, Owner, Key, Fingerprint, Role, scope.Now);
        scope.Statements.Execute(InsertEffect, Owner, Key, sequence);
    }

    internal void End() => _over = true;
}
