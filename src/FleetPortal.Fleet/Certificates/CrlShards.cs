using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Which part of an authority's CRL: <see cref="Shard"/> from 0.</summary>
internal readonly record struct CrlShardKey(long AuthorityKey, int Shard);

/// <summary>
/// An authority's CRL in parts of at most <see cref="Size"/> certificates. A certificate's part is fixed before it is signed,
/// because its address is in the certificate; so revoking one costs the same however many are revoked already.
/// </summary>
internal static class CrlShards
{
    /// <summary>Certificates a part.</summary>
    public const int Size = 4096;

    private const string TakePlace = """
        UPDATE CrlShards SET Issued = Issued + 1
        WHERE AuthorityKey = $1 AND Issued < $2 AND Shard = (SELECT max(Shard) FROM CrlShards WHERE AuthorityKey = $1)
        RETURNING Shard
        """;

    private const string Open = """
        INSERT INTO CrlShards (AuthorityKey, Shard, Issued, Revision, PublishedRevision, Number)
        VALUES ($1, (SELECT coalesce(max(Shard) + 1, 0) FROM CrlShards WHERE AuthorityKey = $1), 1, 1, 0, 0)
        RETURNING Shard
        """;

    private const string Touch = "UPDATE CrlShards SET Revision = Revision + 1 WHERE AuthorityKey = $1 AND Shard = $2";

    /// <summary>The part on which a new certificate would be.</summary>
    public static int Take(WriteScope scope, long authorityKey) =>
        (int)(scope.Statements.Scalar<long?>(TakePlace, authorityKey, Size) ?? scope.Statements.Scalar<long>(Open, authorityKey));

    /// <summary>Something on it changed: what is published is out of date, also after a crash.</summary>
    public static void Change(WriteScope scope, long authorityKey, int shard) => scope.Statements.Execute(Touch, authorityKey, shard);
}
