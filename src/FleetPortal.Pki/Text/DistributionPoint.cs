using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Text;

/// <summary>Reads the URL of the CRL from a certificate (cRLDistributionPoints, RFC 5280 §4.2.1.13).</summary>
public static class DistributionPoint
{
    /// <summary>
    /// Returns the first http or https URL; null for none. The certificate may come from an unknown client, so the URL is not trusted.
    /// </summary>
    public static Uri? Of(byte[] der)
    {
        try
        {
            var extension = X509CertificateStructure.GetInstance(der).TbsCertificate.Extensions
                ?.GetExtension(X509Extensions.CrlDistributionPoints);
            return extension is null ? null : CrlDistPoint.GetInstance(extension.GetParsedValue()).GetDistributionPoints()
                .Where(point => point.DistributionPointName is { Type: DistributionPointName.FullName })
                .SelectMany(point => GeneralNames.GetInstance(point.DistributionPointName.Name).GetNames())
                .Where(name => name.TagNo == GeneralName.UniformResourceIdentifier)
                .Select(name => Uri.TryCreate(name.Name.ToString(), UriKind.Absolute, out var address) ? address : null)
                .FirstOrDefault(address => address is { Scheme: "http" or "https" });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
