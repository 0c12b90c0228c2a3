using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace FleetPortal.Hosting;

/// <summary>
/// Decrypts what <see cref="PassphraseXmlEncryptor"/> encrypted. Data Protection creates it by its type name, which is stored with each
/// key.
/// </summary>
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
