namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A row of the table Things: a principal, which is a Thing or an application. Both share one table, so that a name and a certificate
/// belong to exactly one of them. Read Things with <see cref="Principals.Things"/>. <see cref="CredentialStatus"/> and
/// <see cref="CredentialNotAfter"/> are copies from the current certificate (see <see cref="CertificateTransitions.RefreshThing"/>), so
/// that lists need no join.
/// </summary>
internal sealed class ThingRecord
{
    public long Key { get; set; }
    public required string Name { get; set; }
    public PrincipalKind Kind { get; set; }
    public string? Type { get; set; }
    public bool Enabled { get; set; } = true;
    public DateTimeOffset? RetiredAt { get; set; }
    public required string Attributes { get; set; }
    public List<ThingGroupRecord> Groups { get; set; } = [];
    public DateTimeOffset CreatedAt { get; set; }
    public long Version { get; set; } = 1;
    public bool RollingProof { get; set; }
    public bool Connected { get; set; }
    public DateTimeOffset? LastSeenAt { get; set; }
    public CertificateStatus? CredentialStatus { get; set; }
    public DateTimeOffset? CredentialNotAfter { get; set; }

    /// <summary>
    /// Whether the current certificate ends earlier than the one before it. The expiry warnings may have passed that time already.
    /// </summary>
    public bool CredentialLowered { get; set; }
}
