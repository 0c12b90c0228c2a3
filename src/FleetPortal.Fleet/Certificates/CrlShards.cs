using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Identifies a part of an authority's CRL; the first <see cref="Shard"/> is 0.</summary>
internal readonly record struct CrlShardKey(long AuthorityKey, int Shard);

/// <summary>
/// Divides an authority's CRL into parts of at most <see cref="Size"/> certificates. The part of a certificate is fixed before it is
/// signed, because the certificate contains the address of the part. The cost of a revocation does not depend on the number of revoked
/// certificates.
/// </summary>
internal static class CrlShards
{
    /// <summary>The number of certificates of one part.</summary>
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

    /// <summary>
    /// Reserves a place for a new certificate, and returns the number of its part. Opens a new part if the last one is full.
    /// </summary>
    public static int Take(WriteScope scope, long authorityKey) =>
        (int)(scope.Statements.Scalar<long?>(TakePlace, authorityKey, Size) ?? scope.Statements.Scalar<long>(Open, authorityKey));

    /// <summary>Marks the published CRL of a part as out of date. The mark survives a crash.</summary>
    public static void Change(WriteScope scope, long authorityKey, int shard) => scope.Statements.Execute(Touch, authorityKey, shard);
}
