using System.Linq.Expressions;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Projects rows of certificates to <see cref="CertificateView"/>.</summary>
internal static class CertificateProjection
{
    public static readonly Expression<Func<CertificateRecord, CertificateView>> ToView = record => new CertificateView
    {
        Key = record.Key,
        Id = CertificateId.FromOctets(record.Id),
        SerialNumber = record.SerialNumber,
        ThingName = record.Thing!.Name,
        OwnerKind = record.Thing.Kind,
        AuthorityName = record.Authority == null ? null : record.Authority.Name,
        Status = record.Status,
        Reason = record.RevocationReason,
        StatusChangedAt = record.StatusChangedAt,
        IssuedAt = record.IssuedAt,
        StatusChangedBy = record.StatusChangedBy,
        NotBefore = record.NotBefore,
        NotAfter = record.NotAfter,
        KeyAlgorithm = record.KeyAlgorithm,
        KeyMadeByPortal = record.KeyMadeByPortal,
        Profile = record.Profile,
        Der = record.Der,
        AuthorityKey = record.AuthorityKey,
        AuthorityId = record.Authority == null ? null : record.Authority.Id,
        AuthorityStatus = record.Authority == null ? null : record.Authority.Status,
        AuthorityNotAfter = record.Authority == null ? null : record.Authority.NotAfter,
        Shard = record.Shard,
        PredecessorKey = record.PredecessorKey,
        NeverConnected = record.NeverConnected,
    };

    private static readonly Func<CertificateRecord, CertificateView> Project = ToView.Compile();

    /// <summary>Returns the view of a row that was just written and whose Thing and authority were not loaded.</summary>
    public static CertificateView Of(CertificateRecord record, string thingName, PrincipalKind kind, OwnAuthority authority)
    {
        record.Thing = new ThingRecord { Name = thingName, Kind = kind, Attributes = "" };
        record.Authority = new AuthorityRecord { Id = authority.Id,
            Name = authority.Name, Der = [], Status = AuthorityStatus.Active, NotAfter = authority.Signer.NotAfter };
        return Project(record);
    }
}
