using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Requests;

/// <summary>
/// The names of the certificate that is renewed: a request for its renewal repeats them (RFC 7030 §4.2.2). A certificate that somebody else issued
/// has other names than its Thing, so for a renewal these count besides the ThingName.
/// </summary>
/// <param name="Subject">A Name in DER.</param>
/// <param name="AlternativeNames">The value of its subjectAltName, or null.</param>
public sealed record RenewedNames(byte[] Subject, byte[]? AlternativeNames)
{
    /// <summary>Those of a certificate in DER.</summary>
    public static RenewedNames Of(byte[] certificate)
    {
        var structure = X509CertificateStructure.GetInstance(certificate);
        return new RenewedNames(
            structure.Subject.GetEncoded(),
            structure.TbsCertificate.Extensions?.GetExtension(X509Extensions.SubjectAlternativeName)?.Value.GetOctets());
    }

    /// <summary>Whether a Name is the same subject: the same attributes in the same order, whatever their string types (RFC 5280 §7.1).</summary>
    internal bool IsSubject(byte[] subject)
    {
        if (subject.AsSpan().SequenceEqual(Subject))
        {
            return true;
        }

        try
        {
            return X509Name.GetInstance(subject).Equivalent(X509Name.GetInstance(Subject), inOrder: true);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether a subjectAltName is the same, octet for octet.</summary>
    internal bool IsAlternativeNames(byte[] value) => AlternativeNames is not null && value.AsSpan().SequenceEqual(AlternativeNames);
}
