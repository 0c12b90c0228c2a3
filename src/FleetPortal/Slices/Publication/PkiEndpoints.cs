using System.Text;
using FleetPortal.Api;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Pki.Text;

namespace FleetPortal.Slices.Publication;

/// <summary>
/// The public endpoints below <c>/pki</c>: root certificates, certificates of authorities, and CRLs. They need no authentication.
/// </summary>
public static class PkiEndpoints
{
    /// <summary>The device route of root certificates, certificates of authorities, CRLs and OCSP.</summary>
    public static DeviceRoute Route { get; } = new("/pki");

    /// <summary>Maps the endpoints below <c>/pki</c>, except OCSP.</summary>
    public static void MapPkiEndpoints(this WebApplication app)
    {
        var pki = app.MapGroup(Route.Path).AllowAnonymous().WithTags("PKI");
        DeviceFiles.Map(pki, "/roots.pem", (AuthorityVault vault, DeviceFiles files, HttpContext context) =>
            files.Answer(context,
                Encoding.ASCII.GetBytes(Pem.Write(Pem.Certificate, vault.Root)), "application/x-pem-file", DeviceFiles.OfCertificates))
            .Describes("downloadRoots", "Downloads the root authority's certificate in PEM.").AnswersFile("application/x-pem-file");
        DeviceFiles.Map(pki, "/authorities/{id}.crt",
            async (string id, AuthorityQueries authorities, DeviceFiles files, HttpContext context, CancellationToken cancellationToken) =>
            await authorities.FindCertificateAsync(id, cancellationToken) is { } der
                ? files.Answer(context, der, "application/pkix-cert", DeviceFiles.OfCertificates) : Results.NotFound())
            .Describes("downloadAuthority", "Downloads an authority's certificate in DER.")
                .Takes("id", "The id of the authority.").AnswersFile("application/pkix-cert")
            .Refuses(404, RequestErrors.EndpointNotFound);

        // Whole fleets fetch CRLs without authentication, so ShortCircuit skips the middleware for people and tokens.
        DeviceFiles.Map(pki, "/crl/{name}.crl", CrlEndpoints.CrlAsync).Describes("downloadCrl", "Downloads a CRL in DER.")
            .Takes("name", "The id of an authority for its complete CRL, or the id with the number of a part: issuing-1-0.")
            .AnswersFile("application/pkix-crl").Refuses(404, RequestErrors.EndpointNotFound).ShortCircuit();
    }
}
