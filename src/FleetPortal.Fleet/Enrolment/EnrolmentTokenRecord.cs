using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>A one-time enrolment token: whoever has it gets one certificate for its Thing.</summary>
internal sealed class EnrolmentTokenRecord
{
    public long Key { get; set; }
    public required byte[] Hash { get; set; }
    public required string ThingName { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>What it was used for: a device whose answer was lost gets the same again.</summary>
    public long? CertificateKey { get; set; }
}
