namespace FleetPortal.Fleet.Enrolment;

/// <summary>A one-time enrolment token. Its holder gets one certificate for its Thing.</summary>
internal sealed class EnrolmentTokenRecord
{
    public long Key { get; set; }
    public required byte[] Hash { get; set; }
    public required string ThingName { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>The row key of the certificate for which it was used. A device whose answer was lost gets that certificate again.</summary>
    public long? CertificateKey { get; set; }
}
