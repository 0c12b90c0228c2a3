using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Chains;

/// <summary>Describes the errors that the platform reports for a chain, with the name of the certificate at fault.</summary>
internal static class ChainFaults
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string NameConstraints = "2.5.29.30";

    private const X509ChainStatusFlags Names =
        X509ChainStatusFlags.HasNotPermittedNameConstraint | X509ChainStatusFlags.HasExcludedNameConstraint;
    private const X509ChainStatusFlags UnreadNames = X509ChainStatusFlags.HasNotSupportedNameConstraint
        | X509ChainStatusFlags.HasNotDefinedNameConstraint | X509ChainStatusFlags.InvalidNameConstraints;

    // The extensions that the platform evaluates (RFC 5280 §4.2 requires those from keyUsage to inhibitAnyPolicy).
    private static readonly HashSet<string> Known = ["2.5.29.14",
        "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.35", "2.5.29.36", "2.5.29.37", "2.5.29.54"];

    /// <summary>Returns all flags of an element.</summary>
    public static X509ChainStatusFlags Of(
        IEnumerable<X509ChainStatus> statuses) => statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    /// <summary>
    /// Returns whether the extendedKeyUsage of the certificate excludes TLS clients (RFC 5280 §4.2.1.12). Like the platform, it does not
    /// accept anyExtendedKeyUsage for clientAuth.
    /// </summary>
    public static bool LeavesClientsOut(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .Any(extension => !extension.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Any(oid => oid.Value == ClientAuth));

    /// <summary>Returns the most serious fault as a sentence without a capital.</summary>
    /// <param name="faults">The flags of each element, beginning with the certificate.</param>
    public static string Describe(X509Chain chain, IReadOnlyList<X509ChainStatusFlags> faults)
    {
        var all = faults.Aggregate((x, y) => x | y);
        var elements = chain.ChainElements.Take(faults.Count).Select(element => element.Certificate).ToList();
        if (all.HasFlag(X509ChainStatusFlags.NotSignatureValid))
        {
            return "a signature in the chain is not valid";
        }

        if (all.HasFlag(X509ChainStatusFlags.NotValidForUsage))
        {
            return elements.FindLastIndex(LeavesClientsOut) switch
            {
                > 0 and var i => $"the extendedKeyUsage of {NameOf(elements, i)} does not allow client certificates (it lacks clientAuth)",
                0 => "not a client certificate (its extendedKeyUsage lacks clientAuth)",
                _ => $"the keyUsage of {NameOf(elements, First(faults, X509ChainStatusFlags.NotValidForUsage))} does not allow this use",
            };
        }

        if ((all & (Names | UnreadNames)) != 0)
        {
            var constrained = elements
                .FindIndex(certificate => certificate.Extensions.Any(extension => extension.Oid?.Value == NameConstraints));
            return (all & Names) != 0
                ? $"{NameOf(elements, Math.Max(1, constrained))} must not sign for this name: its name constraints do not permit it"
                : $"{NameOf(elements, Math.Max(1, constrained))} has name constraints that this portal cannot evaluate";
        }

        if (all.HasFlag(X509ChainStatusFlags.HasNotSupportedCriticalExtension))
        {
            // The platform reports this for the whole chain. Find the certificate that has the extension.
            var at = elements.FindIndex(certificate => UnknownOf(certificate) is not null);
            return at < 0
                ? "a critical extension of the chain is not known to this portal"
                : $"{NameOf(elements, at)} has the critical extension {UnknownOf(elements[at])}, which this portal does not know";
        }

        if (all.HasFlag(X509ChainStatusFlags.InvalidBasicConstraints))
        {
            return "an authority of the chain must not sign: it is not a CA, or the chain is longer than its pathLenConstraint permits";
        }

        return all.HasFlag(X509ChainStatusFlags.HasWeakSignature)
            ? "the chain is signed with an algorithm that is not accepted"
            : $"the chain is not valid ({all})";
    }

    /// <summary>
    /// Describes a chain in which the platform did not accept the next authority of the path as the issuer, before it checked a signature.
    /// </summary>
    public static string DescribeBreak(X509Chain chain, IReadOnlyList<PathCertificate> path)
    {
        var next = path[Math.Clamp(chain.ChainElements.Count - 1, 0, path.Count - 1)];
        return $"{next.Name} is not the issuer: it must not sign certificates, or its key identifier is different";
    }

    private static string? UnknownOf(X509Certificate2 certificate) =>
        certificate.Extensions.FirstOrDefault(extension => extension.Critical
            && extension.Oid?.Value is { } oid && !Known.Contains(oid))?.Oid?.Value;

    private static int First(IReadOnlyList<X509ChainStatusFlags> faults, X509ChainStatusFlags flag)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            if (faults[i].HasFlag(flag))
            {
                return i;
            }
        }

        return 0;
    }

    private static string NameOf(List<X509Certificate2> elements, int at) =>
        at == 0 ? "the certificate"
            : at < elements.Count ? elements[at].GetNameInfo(X509NameType.SimpleName, forIssuer: false) : "an authority of the chain";
}
