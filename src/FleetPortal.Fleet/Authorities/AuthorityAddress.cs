namespace FleetPortal.Fleet.Authorities;

/// <summary>Where an authority's certificate can be fetched: what goes into authorityInfoAccess (RFC 5280 §4.2.2.1).</summary>
/// <param name="BaseAddress">The portal's address as devices reach it, without a slash at the end; null leaves the extension out.</param>
public sealed record AuthorityAddress(string? BaseAddress)
{
    /// <summary>The address of one authority's certificate.</summary>
    public string? Of(string authorityId) => BaseAddress is null ? null : $"{BaseAddress}/pki/authorities/{authorityId}.crt";
}
