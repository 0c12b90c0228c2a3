using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Keys;

/// <summary>Stores keys on a PKCS#11 token. Keys are created and used on the token and cannot be extracted.</summary>
public sealed class Pkcs11KeyStore(Pkcs11Options options) : IKeyStore
{
    private static readonly byte[] P256 = SecObjectIdentifiers.SecP256r1.GetDerEncoded();

    private readonly Pkcs11Token _token = new(options);

    /// <inheritdoc/>
    public KeyStoreKind Kind => KeyStoreKind.Pkcs11;

    /// <inheritdoc/>
    public ISigningKey Create(string name)
    {
        _token.UseOnce(session => Generate(session, name));
        return _token.Use(session => new Pkcs11SigningKey(_token, name, Pkcs11SigningKey.ReadPublicKey(session, name)));
    }

    /// <inheritdoc/>
    public ISigningKey Open(string name, byte[] certificate) =>
        new Pkcs11SigningKey(_token, name, X509CertificateStructure.GetInstance(certificate).SubjectPublicKeyInfo.GetDerEncoded());

    private static bool Generate(ISession session, string name)
    {
        var attribute = session.Factories.ObjectAttributeFactory;
        var id = Encoding.UTF8.GetBytes(name);
        List<IObjectAttribute> publicHalf =
        [
            attribute.Create(CKA.CKA_TOKEN, true), attribute.Create(CKA.CKA_VERIFY, true), attribute.Create(CKA.CKA_EC_PARAMS, P256),
            attribute.Create(CKA.CKA_LABEL, name), attribute.Create(CKA.CKA_ID, id),
        ];
        List<IObjectAttribute> privateHalf =
        [
            attribute.Create(CKA.CKA_TOKEN, true), attribute.Create(CKA.CKA_PRIVATE, true),
            attribute.Create(CKA.CKA_SENSITIVE, true), attribute.Create(CKA.CKA_EXTRACTABLE, false),
            attribute.Create(CKA.CKA_SIGN, true), attribute.Create(CKA.CKA_LABEL, name), attribute.Create(CKA.CKA_ID, id),
        ];
        using var mechanism = session.Factories.MechanismFactory.Create(CKM.CKM_EC_KEY_PAIR_GEN);
        session.GenerateKeyPair(mechanism, publicHalf, privateHalf, out _, out _);
        return true;
    }
}
