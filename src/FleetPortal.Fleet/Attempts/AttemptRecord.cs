using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Attempts;

/// <summary>A connect attempt, or refusals of one kind from one place within an hour.</summary>
internal sealed class AttemptRecord
{
    public long Key { get; set; }

    /// <summary>The latest of them.</summary>
    public DateTimeOffset At { get; set; }

    public DateTimeOffset FirstAt { get; set; }

    public long Count { get; set; }

    /// <summary>The certificate belongs to a Thing. The attempts of strangers have a share of the table of their own.</summary>
    public bool Known { get; set; }

    public required string ClientId { get; set; }
    public required string RemoteAddress { get; set; }
    public required string Protocol { get; set; }
    public string? ThingName { get; set; }
    public byte[]? CertificateId { get; set; }
    public bool Allowed { get; set; }
    public required string Code { get; set; }
    public int DecidedInMicroseconds { get; set; }
    public required string Checks { get; set; }
}
