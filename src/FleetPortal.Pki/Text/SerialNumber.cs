using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Text;

/// <summary>
/// The serial number of a certificate as lower-case hexadecimal digits, two for each octet, without leading zero octets (RFC 5280 §4.1.2.2:
/// positive, at most 20 octets).
/// </summary>
public readonly record struct SerialNumber
{
    /// <summary>The maximum number of octets (RFC 5280 §4.1.2.2).</summary>
    public const int MaxOctets = 20;

    private const int RandomOctets = 16;

    private static readonly SearchValues<char> _lowerCaseDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private SerialNumber(string hex) => _hex = hex;

    /// <summary>Creates a serial number of 128 random bits. The first octet is never zero, so that it always has 32 digits.</summary>
    public static SerialNumber Create(RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> octets = stackalloc byte[RandomOctets];
        do
        {
            random.GetBytes(octets);
        }
        while (octets[0] == 0);

        return new SerialNumber(Convert.ToHexStringLower(octets));
    }

    /// <summary>Returns the serial number with these big-endian octets.</summary>
    public static SerialNumber FromBigEndian(ReadOnlySpan<byte> octets)
    {
        var start = 0;
        while (start < octets.Length - 1 && octets[start] == 0)
        {
            start++;
        }

        // Some libraries give no octets for zero. Factory certificates with the serial number zero exist.
        return new SerialNumber(octets.IsEmpty ? "00" : Convert.ToHexStringLower(octets[start..]));
    }

    /// <summary>Returns the serial number of a certificate in DER.</summary>
    public static SerialNumber OfCertificate(
        byte[] der) => FromBigEndian(X509CertificateStructure.GetInstance(der).SerialNumber.PositiveValue.ToByteArrayUnsigned());

    /// <summary>Reads hexadecimal digits in upper or lower case, with or without colons between octets.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SerialNumber? serialNumber)
    {
        // The fast path for the form that the registry stores: a complete CRL reads a million of them.
        if (text is { Length: > 0 and <= 2 * MaxOctets } && text.Length % 2 == 0
            && !text.AsSpan().ContainsAnyExcept(_lowerCaseDigits) && (text.Length == 2 || !text.StartsWith("00", StringComparison.Ordinal)))
        {
            serialNumber = new SerialNumber(text);
            return true;
        }

        serialNumber = null;
        var digits = text?.Trim().Replace(":", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(digits) || digits.Length > 2 * (MaxOctets + 1) || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        var octets = Convert.FromHexString(digits.Length % 2 == 0 ? digits : "0" + digits);
        serialNumber = FromBigEndian(octets);
        return serialNumber.Value.ToString().Length <= 2 * MaxOctets;
    }

    /// <summary>Returns the big-endian octets without leading zeros.</summary>
    public byte[] ToOctets() => Convert.FromHexString(ToString());

    /// <summary>Writes the octets to a buffer of at least <see cref="MaxOctets"/>.</summary>
    /// <returns>The part that was written.</returns>
    public ReadOnlySpan<byte> WriteOctets(Span<byte> buffer)
    {
        Convert.FromHexString(ToString(), buffer, out _, out var written);
        return buffer[..written];
    }

    internal BigInteger ToBigInteger() => new(ToString(), 16);

    /// <inheritdoc/>
    public override string ToString() => _hex ?? "";
}
