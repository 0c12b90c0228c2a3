using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;

namespace FleetPortal.Pki.Requests;

/// <summary>The shape of a PKCS#10 request, before anything in it is believed.</summary>
internal static class RequestSyntax
{
    /// <summary>The DER public key of a request that is DER throughout and signed with an accepted algorithm.</summary>
    public static byte[] SubjectPublicKeyInfoOf(byte[] der)
    {
        CertificationRequest request;
        try
        {
            request = CertificationRequest.GetInstance(Asn1Object.FromByteArray(der));
            if (!request.GetDerEncoded().AsSpan().SequenceEqual(der))
            {
                throw new PkiException("request-unreadable", "The certification request is not DER, or something follows it.");
            }
        }
        catch (Exception e) when (e is not PkiException)
        {
            throw new PkiException("request-unreadable", "This is not a PKCS#10 certification request.", e);
        }

        if (!SignatureAlgorithms.Counts(request.SignatureAlgorithm.Algorithm.Id))
        {
            throw new PkiException("request-signature", $"The request is signed with {request.SignatureAlgorithm.Algorithm.Id}, which is not accepted. Use ECDSA or RSA with SHA-256 or better.");
        }

        return request.GetCertificationRequestInfo().SubjectPublicKeyInfo.GetDerEncoded();
    }
}
