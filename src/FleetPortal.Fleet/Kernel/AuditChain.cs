using System.Text.Json;

namespace FleetPortal.Fleet.Kernel;

/// <summary>The end of the hash chain of the audit. The writer appends to it; no other code has an instance.</summary>
internal sealed class AuditChain
{
    private AuditChain((long Sequence, byte[] Hash) head) => Head = head;

    /// <summary>The sequence number and the hash of the newest entry.</summary>
    public (long Sequence, byte[] Hash) Head { get; private set; }

    /// <summary>Reads the newest entry from the database.</summary>
    public static AuditChain Continue(PreparedStatements statements)
    {
        var last = statements.Rows("SELECT Sequence, Hash FROM Audit ORDER BY Sequence DESC LIMIT 1",
            row => (row.GetInt64(0), (byte[])row[1]));
        return new AuditChain(last.Count == 0 ? (0, AuditHash.Genesis) : last[0]);
    }

    /// <summary>Creates the next entry and links it to the newest one. The caller stores it.</summary>
    public AuditRecord Append(DateTimeOffset at, Actor actor, string action, AuditTarget target, object? details)
    {
        var record = new AuditRecord
        {
            Sequence = Head.Sequence + 1,
            At = at,
            ActorKind = actor.Kind,
            ActorName = actor.Name,
            ActorId = actor.Id,
            Action = action,
            TargetKind = target.Kind,
            Target = target.Id,
            ThingName = target.ThingName,
            Details = DetailsOf(details, actor.RemoteAddress),
            PreviousHash = Head.Hash,
            Hash = [],
        };
        record.Hash = AuditHash.Of(record.PreviousHash, ContentOf(record));
        Head = (record.Sequence, record.Hash);
        return record;
    }

    private static string DetailsOf(object? details, string? remoteAddress)
    {
        if (remoteAddress is null)
        {
            return details is null ? "{}" : JsonSerializer.Serialize(details, JsonSerializerOptions.Web);
        }

        var json = details is null ? [] : JsonSerializer.SerializeToNode(details, JsonSerializerOptions.Web)!.AsObject();
        json.TryAdd(AuditDetails.RemoteAddressName, remoteAddress);
        return json.ToJsonString(JsonSerializerOptions.Web);
    }

    /// <summary>Removes the entries after <paramref name="head"/> from the chain, because their transaction was rolled back.</summary>
    public void Rewind((long Sequence, byte[] Hash) head) => Head = head;

    /// <summary>
    /// Returns whether the entry links to the hash <paramref name="previous"/> and its own hash is the hash of its content.
    /// </summary>
    public static bool Fits(AuditRecord record, byte[] previous) =>
        record.PreviousHash.AsSpan().SequenceEqual(previous)
            && record.Hash.AsSpan().SequenceEqual(AuditHash.Of(previous, ContentOf(record)));

    /// <summary>Returns the fields of an entry that are hashed.</summary>
    public static AuditContent ContentOf(AuditRecord record) => new(
        record.Sequence,
        record.At.ToUnixTimeMilliseconds(),
        [
            record.ActorKind, record.ActorName, record.Action, record.TargetKind, record.Target, record.ThingName, record.Details,

            // Older versions stored no actor id; the hash of their entries does not include one.
            .. record.ActorId is { } id ? [id] : Array.Empty<string?>(),
        ]);
}
