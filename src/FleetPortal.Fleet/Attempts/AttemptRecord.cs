namespace FleetPortal.Fleet.Attempts;

/// <summary>A row of the table Attempts: one connect attempt, or the refusals of one kind from one source within an hour.</summary>
internal sealed class AttemptRecord
{
    public long Key { get; set; }

    /// <summary>The time of the latest attempt.</summary>
    public DateTimeOffset At { get; set; }

    public DateTimeOffset FirstAt { get; set; }

    public long Count { get; set; }

    /// <summary>Whether the certificate belongs to a Thing. Attempts of unknown clients have their own share of the table.</summary>
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
