using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>What an import refuses because a connect would: the words are those of the trace.</summary>
internal static class ImportRules
{
    /// <exception cref="FleetError"><c>authority-not-yet-valid</c>, <c>authority-expired</c>.</exception>
    public static void RequireInTime(ChainVerdict verdict, DateTimeOffset now)
    {
        if (now < verdict.NotBefore)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.NotYetValid, $"An authority of its chain is valid from {verdict.NotBefore:yyyy-MM-ddTHH:mm:ssZ} on. Import the certificate then.");
        }

        if (now > verdict.NotAfter)
        {
            throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Expired, $"An authority of its chain expired at {verdict.NotAfter:yyyy-MM-ddTHH:mm:ssZ}.");
        }
    }

    /// <summary>The authority among those that signed a certificate which still counts; null where none signed it.</summary>
    /// <exception cref="FleetError"><c>authority-expired</c>.</exception>
    public static AuthorityRecord? DirectIssuer(IReadOnlyList<AuthorityRecord> signers, DateTimeOffset now)
    {
        var valid = signers.FirstOrDefault(row => row.NotAfter > now);
        return valid is null && signers.Count > 0
            ? throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Expired, $"{signers[0].Name} signed it, and expired at {signers[0].NotAfter:yyyy-MM-ddTHH:mm:ssZ}.")
            : valid;
    }

    /// <summary>The intermediates of a chain keep to the rules of an authority that is registered: strict DER, a CA, a key and a signature that count.</summary>
    /// <exception cref="FleetError">The codes of <see cref="ExternalAuthority"/>.</exception>
    public static void RequireAuthorities(IEnumerable<byte[]> intermediates, DateTimeOffset now)
    {
        foreach (var der in intermediates)
        {
            PkiRefusals.Translate("chainPem", () => ExternalAuthority.ReadPem(Pem.Write(Pem.Certificate, der), now));
        }
    }

    /// <summary>A pin must not bring in what an authority that is disabled, retired or not proven signed.</summary>
    /// <param name="chain">DER of the certificate and of what stands above it.</param>
    /// <exception cref="FleetError"><c>authority-disabled</c>.</exception>
    public static void RefuseNotTrusted(IReadOnlyList<AuthorityRecord> rows, IReadOnlyList<byte[]> chain)
    {
        foreach (var row in rows.Where(row => row.Status != AuthorityStatus.Active))
        {
            if (chain.Any(der => row.Der.AsSpan().SequenceEqual(der) || ExternalAuthority.IsIssuerOf(row.Der, der)))
            {
                throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.Disabled, $"{row.Name} signed it, and is {row.Status.ToWire()}. Prove or enable it first.");
            }
        }
    }

    /// <summary>Why a certificate is not imported, and what to do.</summary>
    public static FleetError NotPinned(ChainVerdict verdict) => verdict.ReachesAuthority
        ? new FleetError(FleetErrorKind.Refused, CertificateErrors.NotTrusted, $"The device could not connect with this certificate: {verdict.Detail}.")
        : new FleetError(
            FleetErrorKind.Refused, CertificateErrors.IssuerUnknown,
            $"The certificate is {verdict.Detail}. If {verdict.MissingIssuer} is an intermediate authority, give the chain up to a registered authority (chainPem); "
            + $"or register {verdict.MissingIssuer}; or pin this one certificate to its Thing (pin).");
}
