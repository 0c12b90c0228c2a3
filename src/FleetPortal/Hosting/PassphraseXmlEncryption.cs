using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FleetPortal.Hosting;

/// <summary>The key that Data Protection's keys are encrypted with: derived from the passphrase of the authorities' keys.</summary>
public sealed class DataProtectionSecret(string passphrase)
{
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(passphrase), outputLength: 32, info: "FleetPortal data protection"u8.ToArray());

    internal AesGcm Cipher() => new(_key, AesGcm.TagByteSizes.MaxSize);
}

/// <summary>Encrypts the keys of cookies and antiforgery before they are stored: AES-256-GCM, nonce and tag in front.</summary>
public sealed class PassphraseXmlEncryptor(DataProtectionSecret secret) : IXmlEncryptor
{
    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var sealedKey = new byte[nonceSize + tagSize + plain.Length];
        RandomNumberGenerator.Fill(sealedKey.AsSpan(0, nonceSize));
        using var cipher = secret.Cipher();
        cipher.Encrypt(sealedKey.AsSpan(0, nonceSize), plain, sealedKey.AsSpan(nonceSize + tagSize), sealedKey.AsSpan(nonceSize, tagSize));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedKey)), typeof(PassphraseXmlDecryptor));
    }
}

/// <summary>Undoes <see cref="PassphraseXmlEncryptor"/>; Data Protection makes it by its name, which is stored beside each key.</summary>
public sealed class PassphraseXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        var sealedKey = Convert.FromBase64String(encryptedElement.Value);
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var plain = new byte[sealedKey.Length - nonceSize - tagSize];
        using var cipher = services.GetRequiredService<DataProtectionSecret>().Cipher();
        cipher.Decrypt(sealedKey.AsSpan(0, nonceSize), sealedKey.AsSpan(nonceSize + tagSize), sealedKey.AsSpan(nonceSize, tagSize), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
