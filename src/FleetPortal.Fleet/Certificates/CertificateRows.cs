using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// Adds certificates to the table, for issuance and import. Each certificate belongs to one Thing or one application, and so does its key.
/// </summary>
internal static class CertificateRows
{
    private const string SelectThing = """SELECT "Key", Name, Enabled, Kind FROM Things WHERE Name = $1 AND RetiredAt IS NULL""";
    private const string SelectOwner = """SELECT Name, Kind FROM Things WHERE "Key" = $1 AND RetiredAt IS NULL""";
    private const string SelectOtherHolder = """
        SELECT t.Name, t.Kind FROM ThingKeys k JOIN Things t ON t."Key" = k.ThingKey WHERE k.KeyHash = $1 AND k.ThingKey <> $2
        """;

    private const string InsertKey = "INSERT INTO ThingKeys (KeyHash, ThingKey) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string InsertCertificate = """
        INSERT INTO Certificates (Id, ThingKey, AuthorityKey, SerialNumber, KeyHash, KeyAlgorithm, KeyMadeByPortal, Profile, Status, StatusChangedAt, StatusChangedBy, NotBefore, NotAfter, IssuedAt, Der, Shard, PredecessorKey, NeverConnected)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1) RETURNING "Key"
        """;

    /// <summary>Returns the row key of a Thing or an application that may get a certificate for a public key.</summary>
    /// <param name="owner">The kind that the caller named; null for any, if the caller holds a certificate of it.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>thing-disabled</c>, <c>application-not-found</c>,
    /// <c>application-disabled</c>, <c>public-key-taken</c>, <c>key-compromised</c>.</exception>
    public static long HolderOf(WriteScope scope, string thingName, byte[] subjectPublicKeyInfo, PrincipalKind? owner)
    {
        var (key, name, enabled, kind) = scope.Statements.Rows(SelectThing,
            row => (row.GetInt64(0), row.GetString(1), row.GetBoolean(2), (PrincipalKind)row.GetInt32(3)), thingName).SingleOrDefault();
        if (name != thingName || (owner is { } wanted && kind != wanted))
        {
            throw FleetError.NotFound(
                owner == PrincipalKind.Application ? ApplicationErrors.NotFound : ThingErrors.NotFound, thingName);
        }

        if (!enabled)
        {
            throw Disabled(name, kind);
        }

        var hash = PublicKeyRules.HashOf(subjectPublicKeyInfo);
        var holders = scope.Statements.Rows(
            SelectOtherHolder, row => (Name: row.GetString(0), Kind: (PrincipalKind)row.GetInt32(1)), hash, key);
        if (holders is [var holder, ..])
        {
            foreach (var witness in scope.Steps<ISharedKeyWitness>())
            {
                witness.Refused(holder.Name, holder.Kind, name);
            }

            throw DatabaseErrors.PublicKeyTaken();
        }

        // Another holder of a compromised key could connect with the new certificate too (RFC 5280 §5.3.1).
        return CompromisedKeys.Contains(scope, hash) ? throw CompromisedKeys.Refused(name) : key;
    }

    /// <summary>Returns the error for a disabled Thing or application, which gets no certificate.</summary>
    public static FleetError Disabled(string name, PrincipalKind kind = PrincipalKind.Thing) => kind == PrincipalKind.Thing
        ? new(FleetErrorKind.Refused, ThingErrors.Disabled, $"{name} is disabled. Enable the Thing before you give it a certificate.")
        : new(FleetErrorKind.Refused, ApplicationErrors.Disabled,
            $"{name} is disabled. Enable the application before you give it a certificate.");

    /// <summary>Stores a certificate with its key and its audit entry. Sets the row key and the times of the record.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>: it was retired in the meantime; <c>public-key-taken</c>;
    /// <c>key-compromised</c>: marked while an authority signed.</exception>
    public static void Insert(WriteScope scope, CertificateRecord record, string thingName, string action, Actor actor)
    {
        var (owner, kind) = scope.Statements.Rows(
            SelectOwner, row => (row.GetString(0), (PrincipalKind)row.GetInt32(1)), record.ThingKey).SingleOrDefault();
        if (owner != thingName)
        {
            throw FleetError.NotFound(ThingErrors.NotFound, thingName);
        }

        if (CompromisedKeys.Contains(scope, record.KeyHash))
        {
            throw CompromisedKeys.Refused(thingName);
        }

        // If another Thing has taken the key in the meantime, the foreign key of the certificate refuses the row.
        scope.Statements.Execute(InsertKey, record.KeyHash, record.ThingKey);
        record.IssuedAt = record.StatusChangedAt = scope.Now;
        record.StatusChangedBy = actor.Name;
        record.NeverConnected = true;
        record.Key = scope.Statements.Scalar<long>(
            InsertCertificate, record.Id, record.ThingKey,
            record.AuthorityKey, record.SerialNumber, record.KeyHash, record.KeyAlgorithm, record.KeyMadeByPortal, record.Profile,
            record.Status, record.StatusChangedAt,
            record.StatusChangedBy, record.NotBefore, record.NotAfter, record.IssuedAt, record.Der, record.Shard, record.PredecessorKey);
        CertificateTransitions.RefreshThing(scope, record.ThingKey);
        scope.Audit(
            actor, action, AuditTarget.Certificate(CertificateId.FromOctets(record.Id).ToString(), thingName),
            new { record.SerialNumber, record.NotAfter, record.KeyAlgorithm, record.KeyMadeByPortal });
        scope.Emit(FleetEventKind.CertificateChanged, thingName);
        scope.Note<NewCertificates>().Certificates
            .Add(new NewCertificate(CertificateId.FromOctets(record.Id), owner, kind, record.SerialNumber, record.Status));
    }
}
