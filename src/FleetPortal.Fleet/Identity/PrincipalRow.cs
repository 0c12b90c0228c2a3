using System.Data.Common;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>Reads what the decider needs about a certificate, in one prepared statement: every CONNECT does it.</summary>
internal static class PrincipalRow
{
    private const string Select = """
        SELECT p.Kind, p.Name, p.Type, p.Enabled, p.RetiredAt IS NOT NULL,
               c.Status, c.StatusChangedAt, c.StatusChangedBy, EXISTS (SELECT 1 FROM CompromisedKeys k WHERE k.KeyHash = c.KeyHash),
               a.Name, a.Status, a.NotAfter, crl.AuthorityKey IS NOT NULL, crl.ThisUpdate, crl.NextUpdate, p.RollingProof
        FROM Certificates c
        JOIN Things p ON p."Key" = c.ThingKey
        LEFT JOIN Authorities a ON a."Key" = c.AuthorityKey
        LEFT JOIN ExternalCrls crl ON crl.AuthorityKey = c.AuthorityKey AND crl.Der IS NOT NULL
        WHERE c.Id = $1
        """;

    /// <summary>Returns the principal of a certificate, without its policy; null if the certificate is not registered.</summary>
    public static Principal? Find(PreparedStatements statements, CertificateId id) =>
        statements.Rows(Select, Read, id.ToOctets()) is [var principal] ? principal : null;

    private static Principal Read(DbDataReader row) => new(
        (PrincipalKind)row.GetInt32(0), row.GetString(1), Text(row, 2), row.GetBoolean(3), row.GetBoolean(4),
        (CertificateStatus)row.GetInt32(5), Time(row, 6)!.Value, Text(row, 7),
        row.IsDBNull(9) ? null : new PrincipalAuthority(row.GetString(9), (AuthorityStatus)row.GetInt32(10), Time(row, 11)!.Value),
        KeyCompromised: row.GetBoolean(8))
    {
        RollingProof = row.GetBoolean(15),
        Crl = row.GetBoolean(12) ? new PrincipalCrl(Time(row, 13), Time(row, 14)) : null,
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
