using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Applies a query of the inventory to authorities, in memory: there are few of them.</summary>
internal static class AuthorityFilter
{
    /// <summary>Returns whether an authority matches the query.</summary>
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
            CredentialFilter.Expiring => authority.Status == AuthorityStatus.Active
                && authority.NotAfter >= now && authority.NotAfter < soon,
            CredentialFilter.Expired => authority.Status != AuthorityStatus.Retired && authority.NotAfter < now,
            CredentialFilter.Pending => authority.Status == AuthorityStatus.PendingProof,
            CredentialFilter.Hold => authority.Status == AuthorityStatus.Disabled,
            CredentialFilter.Revoked => authority.Status == AuthorityStatus.Retired,
            _ => false,
        };
    }

    private static bool HasText(AuthorityView authority, string text)
    {
        var pasted = PastedSearch.Read(text);
        return (pasted is not { IsExact: true } && authority.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            || (pasted is not null && PastedAuthority.Means(pasted, authority));
    }
}
