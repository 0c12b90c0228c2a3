using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Simulator;

/// <summary>Makes the keys of devices and the certificate requests for them.</summary>
internal static class DeviceKey
{
    private const int RsaBits = 3072;

    /// <summary>Makes a new key.</summary>
    public static AsymmetricAlgorithm Create(DeviceKeyKind kind) => kind switch
    {
        DeviceKeyKind.EcP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        DeviceKeyKind.Rsa3072 => RSA.Create(RsaBits),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    /// <summary>Returns the request of a device for a certificate of its key. The common name is the ThingName.</summary>
    public static CertificateRequest RequestOf(string thingName, AsymmetricAlgorithm key) => key switch
    {
        ECDsa { KeySize: > 256 } ecc => new CertificateRequest($"CN={thingName}", ecc, HashAlgorithmName.SHA384),
        ECDsa ecc => new CertificateRequest($"CN={thingName}", ecc, HashAlgorithmName.SHA256),
        RSA rsa => new CertificateRequest($"CN={thingName}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => throw new ArgumentException("A device has an ECDSA or an RSA key.", nameof(key)),
    };
}
