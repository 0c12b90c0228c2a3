using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Text;

/// <summary>
/// The identifier of a certificate: the SHA-256 hash of its DER as 64 lower-case hexadecimal digits. Other tools print it as the
/// fingerprint.
/// </summary>
public readonly record struct CertificateId
{
    private const int Digits = 64;

    private readonly string? _hex;

    private CertificateId(string hex) => _hex = hex;

    /// <summary>Returns the identifier of a certificate in DER.</summary>
    public static CertificateId Of(ReadOnlySpan<byte> der) => new(Convert.ToHexStringLower(SHA256.HashData(der)));

    /// <summary>Returns the identifier with these 32 octets.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 octets.</exception>
    public static CertificateId FromOctets(ReadOnlySpan<byte> octets) =>
        octets.Length == Digits / 2
            ? new CertificateId(Convert.ToHexStringLower(octets))
            : throw new ArgumentException("A certificate id has 32 octets.", nameof(octets));

    /// <summary>Reads 64 hexadecimal digits in upper or lower case, with or without colons.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CertificateId? id)
    {
        id = null;
        var digits = text?.Trim().Replace(":", "", StringComparison.Ordinal);
        if (digits is not { Length: Digits } || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        id = new CertificateId(digits.ToLowerInvariant());
        return true;
    }

    /// <summary>Returns the 32 octets.</summary>
    public byte[] ToOctets() => Convert.FromHexString(ToString());

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}
