namespace FleetPortal.Fleet.Certificates;

/// <summary>How long it took until each part of the world knew of a change of status, in microseconds; null where it has not come to know.</summary>
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
