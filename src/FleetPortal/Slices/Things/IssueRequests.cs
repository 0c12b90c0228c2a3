using FleetPortal.Api;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Text;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Things;

/// <summary>Answers <c>POST …/certificates</c> for Things and for applications.</summary>
internal static class IssueRequests
{
    /// <summary>Issues a certificate and returns it, with the private key or a PKCS#12 file if the portal made the key.</summary>
    public static async Task<IResult> ExecuteAsync(string name, PrincipalKind owner,
        CertificateBody? body, IssueCertificate issue, HttpContext context, CancellationToken cancellationToken)
    {
        if (body?.Profile is { } profile && profile != FleetPortal.Pki.Profiles.Profile.Thing.Name)
        {
            throw new FleetError(RequestErrors.ProfileUnknown, [new Fault("profile",
                $"There is no profile {profile}. Use {FleetPortal.Pki.Profiles.Profile.Thing.Name}, or leave it out.")]);
        }

        if (body is { Pkcs12Password: { } password } && (body.CsrPem is not null || !Pkcs12File.IsPassword(password)))
        {
            throw new FleetError(PkiErrors.Pkcs12Password, [new Fault("pkcs12Password",
                body.CsrPem is null ? Pkcs12File.PasswordRule : "A PKCS#12 file needs a key that the portal creates. Leave out csrPem.")]);
        }

        var issued = await issue.ExecuteAsync(new IssueCertificateRequest(name, body?.CsrPem, body?.ValidityDays, body?.Authority, owner),
            context.Actor(), cancellationToken);
        var view = issued.Certificate;
        var pkcs12 = body?.Pkcs12Password is { } secret
            ? Pkcs12File.Write(view.Der, issued.AuthorityDer, issued.PrivateKeyPem!, secret, view.ThingName) : null;
        if (issued.PrivateKeyPem is not null)
        {
            context.Response.Headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        }

        return Results.Created($"/api/v1/certificates/{view.Id}", IssuedAnswer.Of(view, issued.CertificatePem, issued.ChainPem) with
        {
            PrivateKeyPem = pkcs12 is null ? issued.PrivateKeyPem : null,
            Pkcs12 = pkcs12,
            Notes = PemText.NotesOf(body?.CsrPem) is { Count: > 0 } notes ? notes : null,
        });
    }
}
