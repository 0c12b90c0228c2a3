using System.Security.Cryptography;
using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Keys;

/// <summary>A P-256 key on a PKCS#11 token.</summary>
internal sealed class Pkcs11SigningKey(Pkcs11Token token, string name, ReadOnlyMemory<byte> subjectPublicKeyInfo) : ISigningKey
{
    private const int CoordinateOctets = 32;

    private static readonly byte[] EcdsaWithSha256 = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha256).GetDerEncoded();

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; } = subjectPublicKeyInfo;

    public ReadOnlyMemory<byte> SignatureAlgorithm => EcdsaWithSha256;

    /// <summary>
    /// Signs on the token. The token signs the hash (CKM_ECDSA) and returns r followed by s (PKCS#11 §6.3.12). The signature is verified
    /// before it is returned, so that a wrong or defective token is noticed.
    /// </summary>
    /// <exception cref="PkiException"><c>key-unavailable</c>.</exception>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = SHA256.HashData(data);
        var signature = token.Use(session =>
        {
            using var mechanism = session.Factories.MechanismFactory.Create(CKM.CKM_ECDSA);
            return session.Sign(mechanism, Find(session, name, CKO.CKO_PRIVATE_KEY), hash);
        });
        using var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(SubjectPublicKeyInfo.Span, out _);
        if (!verifier.VerifyHash(hash, signature))
        {
            throw new PkiException(PkiErrors.KeyUnavailable, $"The PKCS#11 token signed with another key than {name}.");
        }

        var (r, s) = (new BigInteger(1, signature, 0, CoordinateOctets), new BigInteger(1, signature, CoordinateOctets, CoordinateOctets));
        return new DerSequence(new DerInteger(r), new DerInteger(s)).GetDerEncoded();
    }

    public bool IsAvailable()
    {
        try
        {
            return token.Use(session => Find(session, name, CKO.CKO_PRIVATE_KEY) is not null);
        }
        catch (PkiException)
        {
            return false;
        }
    }

    /// <summary>Returns the public key as SubjectPublicKeyInfo in DER (RFC 5480 §2).</summary>
    public static ReadOnlyMemory<byte> ReadPublicKey(ISession session, string name)
    {
        var attributes = session.GetAttributeValue(Find(session, name, CKO.CKO_PUBLIC_KEY), [CKA.CKA_EC_POINT]);
        var point = Asn1OctetString.GetInstance(attributes[0].GetValueAsByteArray()).GetOctets();
        return new Org.BouncyCastle.Asn1.X509.SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, SecObjectIdentifiers.SecP256r1), point).GetDerEncoded();
    }

    /// <summary>Does nothing, because the token owns the sessions.</summary>
    public void Dispose()
    {
    }

    private static IObjectHandle Find(ISession session, string name, CKO kind)
    {
        var attribute = session.Factories.ObjectAttributeFactory;
        return session.FindAllObjects([attribute.Create(CKA.CKA_CLASS, kind), attribute.Create(CKA.CKA_ID, Encoding.UTF8.GetBytes(name))])
            is [var handle]
            ? handle
            : throw new KeyNotFoundException($"it has no key {name}, or more than one");
    }
}
