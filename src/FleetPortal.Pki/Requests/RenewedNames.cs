using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Requests;

/// <summary>
/// The names of the certificate that is renewed. A renewal request repeats them (RFC 7030 §4.2.2). The names of an imported certificate may
/// differ from the ThingName, so both are accepted in a renewal.
/// </summary>
/// <param name="Subject">The subject: a Name in DER.</param>
/// <param name="AlternativeNames">The value of the subjectAltName; null without one.</param>
public sealed record RenewedNames(byte[] Subject, byte[]? AlternativeNames)
{
    /// <summary>Returns the names of a certificate in DER.</summary>
    public static RenewedNames Of(byte[] certificate)
    {
        var structure = X509CertificateStructure.GetInstance(certificate);
        return new RenewedNames(
            structure.Subject.GetEncoded(),
            structure.TbsCertificate.Extensions?.GetExtension(X509Extensions.SubjectAlternativeName)?.Value.GetOctets());
    }

    /// <summary>
    /// Returns whether a Name in DER is the same subject: the same attributes in the same order, with any string types (RFC 5280 §7.1).
    /// </summary>
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

    /// <summary>Returns whether a subjectAltName has the same octets.</summary>
    internal bool IsAlternativeNames(byte[] value) => AlternativeNames is not null && value.AsSpan().SequenceEqual(AlternativeNames);
}
