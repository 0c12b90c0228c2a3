namespace FleetPortal.Fleet.Revocation;

/// <summary>A certificate of a revocation batch, with its state.</summary>
internal sealed class RevocationBatchItemRecord
{
    public long BatchKey { get; set; }
    public long Position { get; set; }
    public long CertificateKey { get; set; }
    public BatchItemState State { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
}
