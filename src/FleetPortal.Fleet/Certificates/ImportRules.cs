using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// The rules by which an import refuses certificates that would be refused at a connect. The sentences are those of the connect attempt.
/// </summary>
internal static class ImportRules
{
    /// <summary>Throws if an authority of the chain is not valid yet or has expired.</summary>
    /// <exception cref="FleetError"><c>authority-not-yet-valid</c>, <c>authority-expired</c>.</exception>
    public static void RequireInTime(ChainVerdict verdict, DateTimeOffset now)
    {
        if (now < verdict.NotBefore)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotYetValid,
                $"An authority of its chain is not valid before {verdict.NotBefore:yyyy-MM-ddTHH:mm:ssZ}. Import the certificate "
                + $"after that time.");
        }

        if (now > verdict.NotAfter)
        {
            throw new FleetError(FleetErrorKind.Refused,
                AuthorityErrors.Expired, $"An authority of its chain expired at {verdict.NotAfter:yyyy-MM-ddTHH:mm:ssZ}.");
        }
    }

    /// <summary>Returns the first of the signing authorities that has not expired; null if no authority signed the certificate.</summary>
    /// <exception cref="FleetError"><c>authority-expired</c>.</exception>
    public static AuthorityRecord? DirectIssuer(IReadOnlyList<AuthorityRecord> signers, DateTimeOffset now)
    {
        var valid = signers.FirstOrDefault(row => row.NotAfter > now);
        return valid is null && signers.Count > 0
            ? throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Expired,
                $"{signers[0].Name} signed the certificate and expired at {signers[0].NotAfter:yyyy-MM-ddTHH:mm:ssZ}.")
            : valid;
    }

    /// <summary>
    /// Checks the intermediates of a chain by the rules for registered authorities: strict DER, a CA certificate, a strong key and
    /// signature.
    /// </summary>
    /// <exception cref="FleetError">The codes of <see cref="ExternalAuthority"/>.</exception>
    public static void RequireAuthorities(IEnumerable<byte[]> intermediates, DateTimeOffset now)
    {
        foreach (var der in intermediates)
        {
            PkiRefusals.Translate("chainPem", () => ExternalAuthority.ReadPem(Pem.Write(Pem.Certificate, der), now));
        }
    }

    /// <summary>Refuses to pin a certificate if an authority that is disabled, retired or not proven stands above it.</summary>
    /// <param name="rows">All authorities.</param>
    /// <param name="chain">The certificate and the authorities above it, in DER.</param>
    /// <exception cref="FleetError"><c>authority-disabled</c>.</exception>
    public static void RefuseNotTrusted(IReadOnlyList<AuthorityRecord> rows, IReadOnlyList<byte[]> chain)
    {
        foreach (var row in rows.Where(row => row.Status != AuthorityStatus.Active))
        {
            if (chain.Any(der => row.Der.AsSpan().SequenceEqual(der) || ExternalAuthority.IsIssuerOf(row.Der, der)))
            {
                throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Disabled,
                    $"{row.Name} signed the certificate and is {row.Status.ToWire()}. Prove or enable the authority first.");
            }
        }
    }

    /// <summary>Returns the error for a certificate that is not trusted and not pinned. It says what to do.</summary>
    public static FleetError NotPinned(ChainVerdict verdict) => verdict.ReachesAuthority
        ? new FleetError(FleetErrorKind.Refused,
            CertificateErrors.NotTrusted, $"The device could not connect with this certificate: {verdict.Detail}.")
        : new FleetError(
            FleetErrorKind.Refused, CertificateErrors.IssuerUnknown,
            $"The certificate is {verdict.Detail}. If {verdict.MissingIssuer} is an intermediate authority, send the chain up "
                + $"to a registered authority (chainPem); "
                + $"or register {verdict.MissingIssuer}; or pin this one certificate to its Thing (pin).");
}
