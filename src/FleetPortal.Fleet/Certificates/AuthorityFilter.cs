using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>What is asked of the inventory, asked of an authority. There are few of them: no index, and no SQL.</summary>
internal static class AuthorityFilter
{
    public static bool Matches(AuthorityView authority, CertificateQuery query, DateTimeOffset now) =>
        HasStatus(authority, query.Status, now)
        && (!query.Usable || (authority.Status == AuthorityStatus.Active && authority.NotAfter >= now))
        && !(authority.NotAfter < query.ExpiresFrom) && !(authority.NotAfter >= query.ExpiresBefore)
        && (query.AuthorityId is null || authority.ParentId == query.AuthorityId)
        && (string.IsNullOrWhiteSpace(query.Text) || HasText(authority, query.Text.Trim()));

    private static bool HasStatus(AuthorityView authority, CredentialFilter? status, DateTimeOffset now)
    {
        var soon = now.AddDays(ThingQueries.ExpiringDays);
        return status switch
        {
            null => true,
            CredentialFilter.Active => authority.Status == AuthorityStatus.Active && authority.NotAfter >= soon,
            CredentialFilter.Expiring => authority.Status == AuthorityStatus.Active && authority.NotAfter >= now && authority.NotAfter < soon,
            CredentialFilter.Expired => authority.Status != AuthorityStatus.Retired && authority.NotAfter < now,
            CredentialFilter.Pending => authority.Status == AuthorityStatus.PendingProof,
            CredentialFilter.Hold => authority.Status == AuthorityStatus.Disabled,
            CredentialFilter.Revoked => authority.Status == AuthorityStatus.Retired,
            _ => false,
        };
    }

    private static bool HasText(AuthorityView authority, string text) =>
        authority.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || (SerialNumber.TryParse(text, out var serial) && serial.Value == SerialNumber.OfCertificate(authority.Der))
        || SerialNumber.OfCertificate(authority.Der).ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)
        || (CertificateId.TryParse(text, out var id) && id.Value == CertificateId.Of(authority.Der));
}
