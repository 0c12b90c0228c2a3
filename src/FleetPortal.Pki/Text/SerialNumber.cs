using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;

namespace FleetPortal.Pki.Text;

/// <summary>
/// A certificate's serial number as lower-case hexadecimal digits of its magnitude, two per octet, without
/// leading zero octets (RFC 5280 §4.1.2.2: positive, at most 20 octets).
/// </summary>
public readonly record struct SerialNumber
{
    /// <summary>The most octets that a serial number may have (RFC 5280 §4.1.2.2).</summary>
    public const int MaxOctets = 20;

    private const int RandomOctets = 16;

    private static readonly SearchValues<char> _lowerCaseDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private SerialNumber(string hex) => _hex = hex;

    /// <summary>128 bits from <paramref name="random"/>; the first octet is never zero, so that every spelling has 32 digits.</summary>
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

    /// <summary>The serial number of a certificate, from its big-endian octets.</summary>
    public static SerialNumber FromBigEndian(ReadOnlySpan<byte> octets)
    {
        var start = 0;
        while (start < octets.Length - 1 && octets[start] == 0)
        {
            start++;
        }

        // Zero has no octets in some libraries; certificates of factories have it.
        return new SerialNumber(octets.IsEmpty ? "00" : Convert.ToHexStringLower(octets[start..]));
    }

    /// <summary>The serial number of a certificate in DER.</summary>
    public static SerialNumber OfCertificate(byte[] der) => FromBigEndian(X509CertificateStructure.GetInstance(der).SerialNumber.PositiveValue.ToByteArrayUnsigned());

    /// <summary>Reads hexadecimal digits in either case, with or without colons between octets, as tools print them.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SerialNumber? serialNumber)
    {
        // As the registry stores it, a million at a time for a CRL.
        if (text is { Length: > 0 and <= 2 * MaxOctets } && text.Length % 2 == 0 && !text.AsSpan().ContainsAnyExcept(_lowerCaseDigits) && (text.Length == 2 || !text.StartsWith("00", StringComparison.Ordinal)))
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

    /// <summary>Big-endian, without leading zeros.</summary>
    public byte[] ToOctets() => Convert.FromHexString(ToString());

    /// <summary>The same into a buffer of at least <see cref="MaxOctets"/>.</summary>
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
