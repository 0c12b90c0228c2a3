using System.Security.Cryptography.X509Certificates;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Slices.Certificates;

/// <summary>One line of a comparison of two certificates.</summary>
/// <param name="What">The name of the compared field.</param>
/// <param name="Left">The value of the left certificate; null if it has none.</param>
/// <param name="Right">The value of the right certificate; null if it has none.</param>
/// <param name="Mono">Whether the values are shown in a monospaced font, such as fingerprints.</param>
public sealed record ComparedLine(string What, string? Left, string? Right, bool Mono = false)
{
    /// <summary>Whether the two values differ.</summary>
    public bool Differs => Left != Right;
}

/// <summary>Compares two certificates line by line.</summary>
public static class CertificateComparison
{
    /// <summary>
    /// Returns the lines of the comparison: first the fields of all certificates, then every extension that one of the two has.
    /// </summary>
    public static IReadOnlyList<ComparedLine> Of(CertificateDetail left, CertificateDetail right, Viewer viewer)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(viewer);
        using var one = X509CertificateLoader.LoadCertificate(left.Certificate.Der);
        using var other = X509CertificateLoader.LoadCertificate(right.Certificate.Der);
        var lines = new List<ComparedLine>
        {
            Line("Belongs to", x => $"{x.Certificate.ThingName}, certificate {x.Number}"),
            Line("Valid from", x => viewer.Exact(x.Certificate.NotBefore)),
            Line("Valid to", x => viewer.Exact(x.Certificate.NotAfter)),
            Line("Authority", x => x.Certificate.AuthorityName ?? "none, pinned"),
            Line("Chain", x => x.Chain.Count == 0 ? "None" : string.Join(" › ", x.Chain.Select(link => link.Name))),
            new("Subject", one.SubjectName.Name, other.SubjectName.Name),
            new("Issuer", one.IssuerName.Name, other.IssuerName.Name),
            Line("Serial number", x => x.Certificate.SerialNumber) with { Mono = true },
            Line("Fingerprint", x => x.Certificate.Id.ToString()) with { Mono = true },
            Line("Key", x =>
                $"{x.Certificate.KeyAlgorithm}, {(x.Certificate.KeyMadeByPortal ? "created by the portal" : "created on the device")}"),
            new("Public key, SHA-256", KeyOf(one), KeyOf(other), Mono: true),
            new("Signed with", one.SignatureAlgorithm.FriendlyName, other.SignatureAlgorithm.FriendlyName),
            Line("Profile", x => x.Certificate.Profile),
        };
        lines.AddRange(left.Statements.Concat(right.Statements).Select(x => x.Extension)
            .Distinct().Select(extension => new ComparedLine(extension, Words(left, extension), Words(right, extension))));
        return lines;

        ComparedLine Line(string what, Func<CertificateDetail, string> of) => new(what, of(left), of(right));
    }

    private static string KeyOf(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(PublicKeyRules.HashOf(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    private static string? Words(CertificateDetail detail, string extension)
    {
        var statements = detail.Statements.Where(x => x.Extension == extension).ToList();
        return statements.Count == 0 ? null : string.Join("; ",
            statements.Select(x => $"{x.Words}{(x.Detail.Length == 0 ? "" : $": {x.Detail}")}{(x.Critical ? " (critical)" : "")}"));
    }
}
