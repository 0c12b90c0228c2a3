namespace FleetPortal.Fleet.Certificates;

/// <summary>The propagation times of one status change, in microseconds. Null if a place has not applied the change.</summary>
internal sealed class StatusTimingRecord
{
    public long Key { get; set; }
    public long CertificateKey { get; set; }
    public DateTimeOffset At { get; set; }
    public int? SessionClosed { get; set; }
    public int? ReconnectRefused { get; set; }
    public int? Ocsp { get; set; }
    public int? Crl { get; set; }
}
