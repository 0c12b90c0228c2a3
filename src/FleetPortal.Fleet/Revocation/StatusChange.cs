using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What a change of status did.</summary>
/// <param name="SessionsClosed">How many live sessions ended because of it; they are gone when this is answered.</param>
/// <param name="Elapsed">From the request to the answer.</param>
/// <param name="LeftWithoutCredential">Whether nothing else lets the Thing in: it is out until it gets another.</param>
/// <param name="Known">How long it took until each part of the world knew.</param>
/// <param name="SameKey">Other certificates of the same key that were changed with it: keyCompromise ends them all.</param>
public sealed record StatusChange(
    CertificateId Id, string ThingName, CertificateStatus Status, RevocationReason? Reason, DateTimeOffset ChangedAt, int SessionsClosed, bool LeftWithoutCredential, TimeSpan Elapsed, PropagationTimes Known, IReadOnlyList<CertificateId> SameKey);
