using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Certificates that ended in the last 90 days had a successor before their end.</summary>
internal sealed class CertificatesWereRenewedInTime : IControl
{
    private const int Days = 90;

    // Active, on hold, or superseded: a certificate that was revoked for another reason was not meant to continue.
    private static readonly string Ended = $"""
        FROM Certificates old INDEXED BY IX_Certificates_NotAfter JOIN Things t ON t."Key" = old.ThingKey
        WHERE old.NotAfter > $1 AND old.NotAfter <= $2
            AND (old.Status IN ({(int)CertificateStatus.Active}, {(int)CertificateStatus.Inactive})
                OR (old.Status = {(int)CertificateStatus.Revoked} AND old.RevocationReason = {(int)RevocationReason.Superseded}))
            AND t.Kind = {(int)PrincipalKind.Thing} AND t.RetiredAt IS NULL AND t.Enabled
        """;

    private const string IsRenewed = """
        EXISTS (SELECT 1 FROM Certificates next WHERE next.ThingKey = old.ThingKey AND next.NotAfter > old.NotAfter
            AND next.IssuedAt <= old.NotAfter)
        """;

    private static readonly string Count = $"SELECT count(*), coalesce(sum({IsRenewed}), 0) {Ended}";

    private static readonly string First =
        $"SELECT t.Name, old.NotAfter {Ended} AND NOT {IsRenewed} ORDER BY old.NotAfter, t.Name LIMIT 100";

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.1-f", "1.1.1", "Renewed in time",
        "Devices must support rotation and replacement of certificates to ensure continued operation as certificates expire.",
        "Counts the certificates that ended in the last 90 days, and those of them whose Thing had a newer certificate before that end.",
        "ended certificate", "ended certificates", "not replaced before their end",
        new Remedy("Show expired certificates", "certificates?status=expired"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var since = context.Now.AddDays(-Days);
        var (ended, renewed) = context.Sql.Rows(Count, row => (row.GetInt64(0), row.GetInt64(1)), since, context.Now).Single();
        return new Measurement(ended, renewed, new Dictionary<string, object>
        {
            ["endedIn90Days"] = ended,
            ["replacedBeforeTheirEnd"] = renewed,
        })
        {
            Offenders = ended == renewed ? [] : context.Sql.Rows(First,
                row => new Offender(row.GetString(0), true, "had no newer certificate when this one ended",
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
                since, context.Now),
            OffendersAddress = "certificates?status=expired",
        };
    }
}
