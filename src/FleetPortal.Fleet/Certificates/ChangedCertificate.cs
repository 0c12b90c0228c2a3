using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate whose status was changed and committed.</summary>
internal sealed record ChangedCertificate(
    CertificateId Id, long Key, string ThingName, long? AuthorityKey, int Shard, string SerialNumber, byte[] Der, CertificateStatus Status)
{
    /// <summary>Copies what the effects need from a row.</summary>
    public static ChangedCertificate Of(CertificateRecord record, string thingName, CertificateStatus status) =>
        new(CertificateId.FromOctets(record.Id),
            record.Key, thingName, record.AuthorityKey, record.Shard, record.SerialNumber, record.Der, status);
}
