using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>The proof of possession.</summary>
internal static class AuthorityProof
{
    public static ExternalAuthority Read(byte[] der, DateTimeOffset now) =>
        PkiRefusals.Translate("certificatePem", () => ExternalAuthority.ReadPem(Pki.Text.Pem.Write(Pki.Text.Pem.Certificate, der), now));

    /// <summary>What would keep every device of it out is said now, in the words that the trace would use then.</summary>
    public static void RequireUseful(ExternalAuthority authority, DateTimeOffset now)
    {
        if (authority.NotBefore > now)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotYetValid, $"The authority's certificate is valid from {authority.NotBefore:yyyy-MM-ddTHH:mm:ssZ} on. Register it then, or compare the clocks.");
        }

        if (AuthorityProbe.ProblemOf(authority.Der) is { } problem)
        {
            throw new FleetError(FleetErrorKind.Refused, ExternalAuthorityErrors.LetsNobodyIn, $"No device could connect with a certificate of this authority: {problem}.");
        }
    }

    /// <summary>The code that a verification certificate carries, whoever signed it.</summary>
    public static string CodeIn(string verificationPem) => PkiRefusals.Translate("verificationCertificatePem", () => ExternalAuthority.CodeIn(verificationPem));

    public static void Accept(WriteScope scope, AuthorityRecord record, ExternalAuthority authority, string verificationPem, string code, Actor actor)
    {
        PkiRefusals.Translate("verificationCertificatePem", () =>
        {
            authority.CheckProof(verificationPem, code, scope.Now);
            return true;
        });
        RegistrationCodes.Use(scope, code);
        record.ProofCode = null;
        record.AdoptionDue = true;
        AuthorityRows.SetStatus(scope, record, AuthorityStatus.Active, actor);
        scope.Audit(actor, AuthorityActions.Proven, new AuditTarget(AuditTargets.Authority, record.Id), new { record.Name });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }
}
