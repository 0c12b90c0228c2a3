using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FleetPortal.Hosting;

/// <summary>
/// Encrypts the keys of cookies and antiforgery tokens before they are stored. Format: nonce, tag and ciphertext of AES-256-GCM.
/// </summary>
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
