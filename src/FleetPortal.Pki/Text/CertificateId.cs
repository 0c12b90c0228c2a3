using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FleetPortal.Pki.Text;

/// <summary>
/// A certificate's identifier: the lower-case hexadecimal SHA-256 of its DER, which is also the fingerprint that
/// other tools print. 64 digits.
/// </summary>
public readonly record struct CertificateId
{
    private const int Digits = 64;

    private readonly string? _hex;

    private CertificateId(string hex) => _hex = hex;

    /// <summary>The identifier of the certificate with this DER encoding.</summary>
    public static CertificateId Of(ReadOnlySpan<byte> der) => new(Convert.ToHexStringLower(SHA256.HashData(der)));

    /// <summary>The identifier from its 32 octets.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32.</exception>
    public static CertificateId FromOctets(ReadOnlySpan<byte> octets) =>
        octets.Length == Digits / 2
            ? new CertificateId(Convert.ToHexStringLower(octets))
            : throw new ArgumentException("A certificate id has 32 octets.", nameof(octets));

    /// <summary>Reads 64 hexadecimal digits in either case, with or without colons.</summary>
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

    /// <summary>The 32 octets.</summary>
    public byte[] ToOctets() => Convert.FromHexString(ToString());

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}
