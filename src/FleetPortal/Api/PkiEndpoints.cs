using FleetPortal.Fleet.Authorities;
using FleetPortal.Pki.Text;

namespace FleetPortal.Api;

/// <summary>What devices and their tools fetch without a token: public by nature.</summary>
public static class PkiEndpoints
{
    /// <summary>Maps <c>/pki</c>.</summary>
    public static void MapPkiEndpoints(this WebApplication app)
    {
        var pki = app.MapGroup("/pki").AllowAnonymous().WithTags("PKI");
        pki.MapGet("/roots.pem", (AuthorityVault vault) => Results.Text(Pem.Write(Pem.Certificate, vault.Root), "application/x-pem-file"));
        pki.MapGet("/authorities/{id}.crt", async (string id, AuthorityQueries authorities, CancellationToken cancellationToken) =>
            await authorities.FindCertificateAsync(id, cancellationToken) is { } der ? Results.Bytes(der, "application/pkix-cert") : Results.NotFound());

        // Asked by whole fleets: nobody signs in for them, so nothing that looks at who asks runs before.
        pki.MapGet("/crl/{name}.crl", RevocationEndpoints.CrlAsync).ShortCircuit();
    }
}
