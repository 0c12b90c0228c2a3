using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace FleetPortal.Pki.Text;

/// <summary>The beginning, and perhaps the end, of a serial number or a fingerprint in lower-case hexadecimal digits.</summary>
/// <param name="Beginning">The first digits; at least one.</param>
/// <param name="End">The last digits; empty if only the beginning is known.</param>
public sealed record HexPart(string Beginning, string End);

/// <summary>
/// The possible meanings of a pasted text: a certificate in PEM, a SHA-256 fingerprint, a serial number, a part of either, or the name of a
/// Thing from a subject or a subjectAltName, as openssl, Windows, Java (keytool), Go, AWS and the pages of the portal write them. To search
/// with a text, pass it to <c>CertificateQuery.Text</c> (certificates) or <c>ThingQuery.Parse</c> (Things); both read it with
/// <see cref="Read"/>. A page checks <see cref="HoldsPrivateKey"/> first, to warn and to clear its text box; the queries refuse such a
/// text.
/// </summary>
public sealed partial record PastedCredential
{
    /// <summary>The maximum length of a text, in characters.</summary>
    public const int MaxLength = PemText.MaxLength;

    // Fewer digits of a fingerprint would match too many certificates, and may be any word.
    private const int MinFingerprintPart = 6;
    private const int FingerprintDigits = 64;
    private const int Sha1Digits = 40;
    private const int Md5Digits = 32;
    private const int MaxDecimalDigits = 49;
    private const int MaxTextOfOneLine = 512;

    private PastedCredential()
    {
    }

    /// <summary>The possible SHA-256 fingerprints; for a PEM text that of its first certificate.</summary>
    public IReadOnlyList<CertificateId> Ids { get; private init; } = [];

    /// <summary>
    /// The possible serial numbers in the form in which the registry stores them. Digits are read as hexadecimal and, if possible, as
    /// decimal.
    /// </summary>
    public IReadOnlyList<SerialNumber> SerialNumbers { get; private init; } = [];

    /// <summary>A part of a serial number; null for none.</summary>
    public HexPart? SerialNumberPart { get; private init; }

    /// <summary>A part of a fingerprint; null for none.</summary>
    public HexPart? FingerprintPart { get; private init; }

    /// <summary>A common name, or the name from the URI of a Thing; null for none.</summary>
    public string? Name { get; private init; }

    /// <summary>Whether the text can have no other meaning, such as a part of a ThingName.</summary>
    public bool IsExact { get; private init; }

    /// <summary>
    /// Whether the text contains a private key. This object keeps nothing of it; the caller must not store or log the text.
    /// </summary>
    public bool HoldsPrivateKey { get; private init; }

    /// <summary>Why the text can find nothing, as a sentence; null if it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Reads a text. Returns null if it has none of these meanings.</summary>
    /// <param name="text">The text, at most <see cref="MaxLength"/> characters.</param>
    public static PastedCredential? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxLength)
        {
            return null;
        }

        if (PemText.IsPem(text))
        {
            return ReadPem(text);
        }

        if (text.Length > MaxTextOfOneLine)
        {
            return null;
        }

        var line = Blanks().Replace(text, " ").Trim(' ', '\uFEFF', '"', '\'', ',', ';');
        return Named(line) ?? Labelled(line) ?? Shortened(line) ?? Digits(line, isSerial: true, isFingerprint: true);
    }

    private static PastedCredential ReadPem(string text)
    {
        var pem = PemText.Read(text);
        return pem.Of(Pem.Certificate, Pem.OldCertificate) switch
        {
            [{ } der, ..] => new PastedCredential { Ids = [CertificateId.Of(der)], IsExact = true, HoldsPrivateKey = pem.HoldsPrivateKey },
            [null, ..] => new PastedCredential { IsExact = true,
                HoldsPrivateKey = pem.HoldsPrivateKey, Problem = "The certificate's base64 is damaged." },
            _ => new PastedCredential { IsExact = true,
                HoldsPrivateKey = pem.HoldsPrivateKey, Problem = "The text contains no complete certificate." },
        };
    }

    /// <summary>
    /// Reads names such as <c>subject=O = Kessler, CN = pump-1</c>, <c>/O=Kessler/CN=pump-1</c>, <c>URI:urn:fleetportal:thing:pump-1</c>,
    /// <c>DNS:pump-1</c>.
    /// </summary>
    private static PastedCredential? Named(string line)
    {
        foreach (var name in new[] { CommonName().Match(line), ThingAddress().Match(line), HostName().Match(line) })
        {
            if (name.Success)
            {
                return new PastedCredential { Name = name.Groups["name"].Value.Trim(), IsExact = true };
            }
        }

        return null;
    }

    private static PastedCredential? Labelled(string line)
    {
        if (line.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)
            && line.LastIndexOf("cert/", StringComparison.Ordinal) is > 0 and var place)
        {
            return Digits(line[(place + "cert/".Length)..], isSerial: false, isFingerprint: true) is { } id
                ? id with { IsExact = true } : null;
        }

        if (Label().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var label = new string([.. match.Groups["label"].Value.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        var value = match.Groups["value"].Value.Trim('"', ' ');

        // "name:value" without a blank may also be a ThingName.
        var isExact = match.Groups["sign"].Value != ":";
        return label switch
        {
            "serial" or "serialnumber" or "certificateserialnumber" => Digits(value, isSerial: true, isFingerprint: false) is { } serial
                ? serial with { SerialNumberPart = null, IsExact = isExact } : null,
            "sha256fingerprint" or "sha256" or "fingerprint" or "certificateid" or "sha256thumbprint" => Fingerprint(value, isExact),
            "sha1fingerprint" or "sha1" or "thumbprint" or "sha1thumbprint" or "md5fingerprint" or "md5" => Fingerprint(value, isExact),
            _ => null,
        };
    }

    private static PastedCredential? Fingerprint(string value, bool isExact) => Plain(value) is { Length: Sha1Digits or Md5Digits }
        ? new PastedCredential { IsExact = isExact,
            Problem = "This is a SHA-1 or MD5 fingerprint. Certificates are found by their SHA-256 fingerprint." }
        : (Shortened(value) ?? Digits(value, isSerial: false, isFingerprint: true)) is { } found
            ? found with { SerialNumberPart = null, IsExact = isExact } : null;

    /// <summary>Reads shortened values such as <c>3069c721…fca6</c>, which the pages of the portal show.</summary>
    private static PastedCredential? Shortened(string line)
    {
        if (Ellipsis().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var part = new HexPart(match.Groups["start"].Value.ToLowerInvariant(), match.Groups["end"].Value.ToLowerInvariant());
        return new PastedCredential { SerialNumberPart = part, FingerprintPart = part, IsExact = true };
    }

    private static PastedCredential? Digits(string value, bool isSerial, bool isFingerprint)
    {
        // "openssl x509 -text" prints short serial numbers as 1000 (0x3e8).
        if (isSerial && BothWays().Match(value) is { Success: true } both)
        {
            value = both.Groups["hex"].Value;
        }

        if (isSerial && Prefixed().Match(value) is { Success: true } prefixed)
        {
            return Serial(prefixed.Groups["digits"].Value, prefixed.Groups["minus"].Length > 0) is { } number
                ? new PastedCredential { SerialNumbers = [number] } : null;
        }

        if (Plain(value) is not { Length: > 0 and <= FingerprintDigits } digits)
        {
            return null;
        }

        if (digits.Length == FingerprintDigits && isFingerprint)
        {
            return new PastedCredential { Ids = [CertificateId.FromOctets(Convert.FromHexString(digits))] };
        }

        var serials = new List<SerialNumber>();
        if (isSerial && Serial(digits, negative: false) is { } hex)
        {
            serials.Add(hex);
        }

        if (isSerial && value.All(char.IsAsciiDigit) && Decimal(value) is { } number10 && !serials.Contains(number10))
        {
            serials.Add(number10);
        }

        return new PastedCredential
        {
            SerialNumbers = serials,
            SerialNumberPart = isSerial && digits.Length <= 2 * SerialNumber.MaxOctets ? new HexPart(digits, "") : null,
            FingerprintPart = isFingerprint && digits.Length >= MinFingerprintPart ? new HexPart(digits, "") : null,
        };
    }

    /// <summary>
    /// Returns the digits of a hexadecimal text without the colons, dashes or blanks between octets; null for other texts.
    /// </summary>
    private static string? Plain(string value)
    {
        value = value.Trim(':', ' ');
        var isPlain = value.Length > 0 && value.All(char.IsAsciiHexDigit);
        return isPlain || Octets().IsMatch(value) ? new string([.. value.Where(char.IsAsciiHexDigit)]).ToLowerInvariant() : null;
    }

    /// <summary>Reads a serial number. openssl prints negative ones with a minus; the certificate contains the two's complement.</summary>
    private static SerialNumber? Serial(string digits, bool negative)
    {
        if (!negative)
        {
            return SerialNumber.TryParse(digits, out var serial) ? serial : null;
        }

        return BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude)
            && !magnitude.IsZero && digits.Length <= 2 * SerialNumber.MaxOctets
            ? SerialNumber.FromBigEndian(BigInteger.Negate(magnitude).ToByteArray(isBigEndian: true))
            : null;
    }

    private static SerialNumber? Decimal(string digits) =>
        digits.Length <= MaxDecimalDigits && SerialNumber.TryParse(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
            .ToString("x", CultureInfo.InvariantCulture), out var serial) ? serial : null;

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?:.*[,/+=\s])?CN ?= ?(?<name>[^,/+=]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CommonName();

    [GeneratedRegex(@"^(?:URI ?[:=] ?)?urn:fleetportal:thing:(?<name>\S+)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex ThingAddress();

    [GeneratedRegex(@"^DNS(?: Name)? ?[:=] ?(?<name>\S+)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^""?(?<label>[A-Za-z][A-Za-z0-9 \-]{0,40})""?(?<sign> ?= ?| ?: |:)""?(?<value>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?<start>[0-9a-f]{4,63})(?:…|\.{2,3})(?<end>[0-9a-f]{0,59})$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Ellipsis();

    [GeneratedRegex(@"^-?[0-9]+ ?\((?<hex>-?0x[0-9a-f]+)\)$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BothWays();

    [GeneratedRegex(@"^(?<minus>-?)0x(?<digits>[0-9a-f]{1,44})$|^(?<minus>-)(?<digits>[0-9a-f]{1,44})$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"^[0-9a-f]{1,2}(?::[0-9a-f]{2})+$|^(?:[0-9a-f]{2}-){3,}[0-9a-f]{2}$|^(?:[0-9a-f]{2})+(?: (?:[0-9a-f]{2})+)+$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Octets();
}
