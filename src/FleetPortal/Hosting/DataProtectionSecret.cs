using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Hosting;

/// <summary>
/// The key that encrypts the keys of ASP.NET Core Data Protection. It is derived with HKDF from the passphrase of the authorities' keys.
/// </summary>
public sealed class DataProtectionSecret(string passphrase)
{
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(passphrase), outputLength: 32, info: "FleetPortal data protection"u8.ToArray());

    internal AesGcm Cipher() => new(_key, AesGcm.TagByteSizes.MaxSize);
}
