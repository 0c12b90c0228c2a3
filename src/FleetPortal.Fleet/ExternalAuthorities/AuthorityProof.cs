using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Checks proofs of possession of external authorities.</summary>
internal static class AuthorityProof
{
    /// <summary>Reads the stored certificate of an authority.</summary>
    public static ExternalAuthority Read(byte[] der, DateTimeOffset now) =>
        PkiRefusals.Translate("certificatePem", () => ExternalAuthority.ReadPem(Pki.Text.Pem.Write(Pki.Text.Pem.Certificate, der), now));

    /// <summary>
    /// Throws if no device could connect with a certificate of the authority. The sentence is the one that a connect attempt would show.
    /// </summary>
    /// <exception cref="FleetError"><c>authority-not-yet-valid</c>, <c>authority-lets-nobody-in</c>.</exception>
    public static void RequireUseful(ExternalAuthority authority, DateTimeOffset now)
    {
        if (authority.NotBefore > now)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotYetValid,
                $"The authority's certificate is valid from {authority.NotBefore:yyyy-MM-ddTHH:mm:ssZ} on. Register the authority "
                + $"after that time, or compare the clocks.");
        }

        if (AuthorityProbe.ProblemOf(authority.Der) is { } problem)
        {
            throw new FleetError(FleetErrorKind.Refused,
                ExternalAuthorityErrors.LetsNobodyIn, $"No device could connect with a certificate of this authority: {problem}.");
        }
    }

    /// <summary>Returns the registration code in a verification certificate, without checking its signature.</summary>
    public static string CodeIn(
        string verificationPem) => PkiRefusals.Translate("verificationCertificatePem", () => ExternalAuthority.CodeIn(verificationPem));

    /// <summary>Checks the proof, uses up its code, and makes the authority active.</summary>
    public static void Accept(
        WriteScope scope, AuthorityRecord record, ExternalAuthority authority, string verificationPem, string code, Actor actor)
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
