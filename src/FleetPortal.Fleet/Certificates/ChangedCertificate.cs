using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate whose status was changed and committed.</summary>
internal sealed record ChangedCertificate(CertificateId Id, long Key, string ThingName, PrincipalKind OwnerKind, long? AuthorityKey,
    int Shard, string SerialNumber, byte[] Der, CertificateStatus Status)
{
    /// <summary>Copies what the effects need from a row.</summary>
    public static ChangedCertificate Of(CertificateRecord record, ThingRecord owner, CertificateStatus status) =>
        new(CertificateId.FromOctets(record.Id),
            record.Key, owner.Name, owner.Kind, record.AuthorityKey, record.Shard, record.SerialNumber, record.Der, status);
}
