using System.Formats.Asn1;
using System.Security.Cryptography;
using FleetPortal.Pki.Keys;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Pki.Ocsp;

/// <summary>The state of a certificate in an OCSP response.</summary>
public enum OcspState
{
    /// <summary>The authority issued the certificate, and it is neither revoked nor on hold.</summary>
    Good,

    /// <summary>The certificate is revoked or on hold.</summary>
    Revoked,

    /// <summary>The authority never issued the certificate.</summary>
    Unknown,
}

/// <summary>The status of one certificate.</summary>
/// <param name="RevokedAt">The time of the revocation; set for revoked certificates only.</param>
public sealed record OcspStatus(OcspState State, DateTimeOffset? RevokedAt = null, CrlReason Reason = CrlReason.Unspecified);

/// <summary>The key and the certificate that sign responses for an authority: a delegated responder (RFC 6960 §4.2.2.2).</summary>
public sealed record OcspSigner(ISigningKey Key, byte[] Certificate)
{
    /// <summary>The SHA-1 hash of the key bits, which names the responder in a response (RFC 6960 §4.2.1, byKey).</summary>
    public byte[] KeyHash { get; } =
        OcspHashes.OfKey(Key?.SubjectPublicKeyInfo ?? throw new ArgumentNullException(nameof(Key)), HashAlgorithmName.SHA1);
}

/// <summary>Encodes OCSP responses (RFC 6960 §4.2).</summary>
public static class OcspAnswer
{
    private const string BasicResponseOid = "1.3.6.1.5.5.7.48.1.1";
    private const string NonceOid = "1.3.6.1.5.5.7.48.1.2";

    /// <summary>The response malformedRequest (1). Error responses are not signed (RFC 6960 §2.3).</summary>
    public static byte[] Malformed { get; } = Error(1);

    /// <summary>The response unauthorized (6): the portal has no key of the authority (RFC 5019 §2.2.3).</summary>
    public static byte[] Unauthorized { get; } = Error(6);

    /// <summary>Signs a response for one or more certificates.</summary>
    /// <returns>The OCSPResponse in DER.</returns>
    public static byte[] Sign(OcspSigner responder, IReadOnlyList<(OcspCertificate Certificate, OcspStatus Status)> answers,
        byte[]? nonce, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate)
    {
        ArgumentNullException.ThrowIfNull(responder);
        ArgumentNullException.ThrowIfNull(answers);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        WriteData(writer, responder, answers, nonce, thisUpdate, nextUpdate);
        var data = writer.Encode();
        var signature = responder.Key.Sign(data);

        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(ResponseStatus.Successful);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(BasicResponseOid);
                using (writer.PushOctetString())
                using (writer.PushSequence())
                {
                    writer.WriteEncodedValue(data);
                    writer.WriteEncodedValue(responder.Key.SignatureAlgorithm.Span);
                    writer.WriteBitString(signature);
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(responder.Certificate);
                    }
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteData(
        AsnWriter writer, OcspSigner responder, IReadOnlyList<(OcspCertificate Certificate, OcspStatus Status)> answers,
        byte[]? nonce, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate)
    {
        using var data = writer.PushSequence();
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        {
            writer.WriteOctetString(responder.KeyHash);
        }

        writer.WriteGeneralizedTime(thisUpdate, omitFractionalSeconds: true);
        using (writer.PushSequence())
        {
            foreach (var (certificate, status) in answers)
            {
                using var single = writer.PushSequence();
                writer.WriteEncodedValue(certificate.Encoded);
                WriteStatus(writer, status);
                writer.WriteGeneralizedTime(thisUpdate, omitFractionalSeconds: true);
                using var next = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
                writer.WriteGeneralizedTime(nextUpdate, omitFractionalSeconds: true);
            }
        }

        if (nonce is not null)
        {
            using var tagged = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1));
            using var extensions = writer.PushSequence();
            using var extension = writer.PushSequence();
            writer.WriteObjectIdentifier(NonceOid);
            writer.WriteOctetString(nonce);
        }
    }

    private static void WriteStatus(AsnWriter writer, OcspStatus status)
    {
        switch (status.State)
        {
            case OcspState.Good:
                writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
                break;
            case OcspState.Revoked:
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                {
                    writer.WriteGeneralizedTime(status.RevokedAt!.Value, omitFractionalSeconds: true);
                    if (status.Reason != CrlReason.Unspecified)
                    {
                        using var reason = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
                        writer.WriteEnumeratedValue(status.Reason);
                    }
                }

                break;
            default:
                writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 2));
                break;
        }
    }

    private static byte[] Error(int status) => [0x30, 3, 0x0A, 1, (byte)status];

    private enum ResponseStatus
    {
        Successful = 0,
    }
}
