using FleetPortal.Pki.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace FleetPortal.Pki.Revocation;

/// <summary>A published CRL of the portal, read again for a restore.</summary>
public sealed class PublishedCrl
{
    // A million entries take 40 MB.
    private const int MaxOctets = 128 * 1024 * 1024;

    private readonly X509Crl _crl;

    private PublishedCrl(X509Crl crl) => _crl = crl;

    /// <summary>The time of issuance (thisUpdate, RFC 5280 §5.1.2.4).</summary>
    public DateTimeOffset ThisUpdate => Utc(_crl.ThisUpdate);

    /// <summary>The CRLNumber (RFC 5280 §5.2.3); 0 if it is missing or has more than 63 bits.</summary>
    public long Number => Extension(X509Extensions.CrlNumber) is DerInteger { PositiveValue: { BitLength: < 64 } number }
        ? number.LongValue : 0;

    /// <summary>The URL of the CRL part (RFC 5280 §5.2.5); null for a complete CRL.</summary>
    public string? DistributionPoint =>
        Extension(X509Extensions.IssuingDistributionPoint) is { } value
            && IssuingDistributionPoint.GetInstance(value).DistributionPoint is { Type: DistributionPointName.FullName } point
            ? GeneralNames.GetInstance(point.Name)
                .GetNames().FirstOrDefault(name => name.TagNo == GeneralName.UniformResourceIdentifier)?.Name.ToString()
            : null;

    /// <summary>Reads a CRL in DER or PEM.</summary>
    /// <exception cref="PkiException"><c>crl-invalid</c>.</exception>
    public static PublishedCrl Read(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        try
        {
            return content.Length <= MaxOctets && new X509CrlParser().ReadCrl(content) is { } crl
                ? new PublishedCrl(crl) : throw new PkiException(PkiErrors.CrlInvalid, "This is not a CRL in DER or PEM.");
        }
        catch (Exception e) when (e is GeneralSecurityException or IOException or ArgumentException or InvalidCastException)
        {
            throw new PkiException(PkiErrors.CrlInvalid, "This is not a CRL in DER or PEM.", e);
        }
    }

    /// <summary>Returns whether an authority signed the CRL.</summary>
    /// <param name="authority">The certificate of the authority in DER.</param>
    public bool IsSignedBy(byte[] authority)
    {
        try
        {
            var certificate = new X509Certificate(authority);
            if (!certificate.SubjectDN.Equivalent(_crl.IssuerDN))
            {
                return false;
            }

            _crl.Verify(certificate.GetPublicKey());
            return true;
        }
        catch (GeneralSecurityException)
        {
            return false;
        }
    }

    /// <summary>Returns the entries of the CRL.</summary>
    public IEnumerable<RevokedEntry> Entries() =>
        _crl.GetRevokedCertificates()?.Select(entry => new RevokedEntry(
            SerialNumber.FromBigEndian(entry.SerialNumber.ToByteArrayUnsigned()), Utc(entry.RevocationDate), ReasonOf(entry))) ?? [];

    private static CrlReason ReasonOf(X509CrlEntry entry) =>
        entry.GetExtensionValue(X509Extensions.ReasonCode) is { } octets && DerEnumerated
            .GetInstance(Asn1Object.FromByteArray(octets.GetOctets())).IntValueExact is var value && Enum.IsDefined((CrlReason)value)
            ? (CrlReason)value
            : CrlReason.Unspecified;

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private Asn1Object? Extension(DerObjectIdentifier oid) => _crl.GetExtensionValue(oid) is { } octets
        ? Asn1Object.FromByteArray(octets.GetOctets()) : null;
}
