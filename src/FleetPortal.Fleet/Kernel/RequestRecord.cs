namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A request with an Idempotency-Key that was carried out. The row is written in the transaction of the first effect. Without a status, the
/// answer was not stored, for example because the portal stopped or the disk was full.
/// </summary>
internal sealed class RequestRecord
{
    public required string Owner { get; set; }
    public required string Key { get; set; }
    public required byte[] Fingerprint { get; set; }
    public Role Role { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public int? Status { get; set; }
    public string? ContentType { get; set; }
    public string? Location { get; set; }
    public byte[]? Body { get; set; }
}
