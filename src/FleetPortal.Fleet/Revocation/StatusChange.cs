using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The result of a status change of a certificate.</summary>
/// <param name="SessionsClosed">The number of sessions that used it; all of them are closed.</param>
/// <param name="Elapsed">The time from the request to the result.</param>
/// <param name="LeftWithoutCredential">Whether the Thing has no other usable certificate, so that it cannot connect until it gets
/// one.</param>
/// <param name="Known">The propagation times.</param>
/// <param name="SameKey">The other certificates of the same key that were revoked with it, because the reason was keyCompromise.</param>
public sealed record StatusChange(
    CertificateId Id, string ThingName, CertificateStatus Status, RevocationReason? Reason, DateTimeOffset ChangedAt,
    int SessionsClosed, bool LeftWithoutCredential, TimeSpan Elapsed, PropagationTimes Known, IReadOnlyList<CertificateId> SameKey);
