namespace FleetPortal.Pki.Text;

/// <summary>
/// A text that holds PEM objects (RFC 7468), as people copy it: a byte order mark, CRLF, text around the objects, other objects in front,
/// a full chain, or JSON with escaped line ends (AWS CLI). Private keys are only noticed: their octets are not decoded and not kept.
/// </summary>
public sealed class PemText
{
    /// <summary>The longest text in characters: a chain of ten RSA 4096 certificates with what <c>openssl -text</c> prints around them.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxObjects = 32;
    private const int MaxLabel = 64;
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    private readonly List<(string Label, byte[]? Der)> _objects = [];

    private PemText()
    {
    }

    /// <summary>Whether one of the objects is a private key.</summary>
    public bool HoldsPrivateKey { get; private set; }

    /// <summary>The label of an object without its end line, or null.</summary>
    public string? Unfinished { get; private set; }

    /// <summary>
    /// What the sender of a text should know about what was not taken from it: a private key, which should not have left its device, and certificates
    /// after the first. Sentences for people; empty for most.
    /// </summary>
    public static IReadOnlyList<string> NotesOf(string? text)
    {
        if (text is null || !IsPem(text))
        {
            return [];
        }

        var pem = Read(text);
        var notes = new List<string>();
        if (pem.HoldsPrivateKey)
        {
            notes.Add("The text also held a private key. The portal ignored it and stored nothing of it. If anybody else can read where it came from, make a new key.");
        }

        if (pem.Of(Pem.Certificate, Pem.OldCertificate).Count is > 1 and var count)
        {
            notes.Add($"The text held {count} certificates. The first one was taken for the device.");
        }

        return notes;
    }

    /// <summary>The labels of the objects, in the order of the text.</summary>
    public IEnumerable<string> Labels => _objects.Select(one => one.Label);

    /// <summary>Whether a text holds PEM at all.</summary>
    public static bool IsPem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(Begin, StringComparison.Ordinal);
    }

    /// <summary>Finds every object. The text has at most <see cref="MaxLength"/> characters; of what is longer only the beginning is read.</summary>
    public static PemText Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new PemText();
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        var at = 0;
        while (found._objects.Count < MaxObjects && text.IndexOf(Begin, at, StringComparison.Ordinal) is >= 0 and var begin)
        {
            at = begin + Begin.Length;
            var labelEnd = text.IndexOf(Dashes, at, Math.Min(MaxLabel + Dashes.Length, text.Length - at), StringComparison.Ordinal);
            if (labelEnd < 0)
            {
                continue;
            }

            var label = text[at..labelEnd];
            var isKey = label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
            found.HoldsPrivateKey |= isKey;
            at = labelEnd + Dashes.Length;
            var endLine = $"{End}{label}{Dashes}";
            var end = text.IndexOf(endLine, at, StringComparison.Ordinal);
            if (end < 0)
            {
                found.Unfinished ??= label;
                continue;
            }

            found._objects.Add((label, isKey ? null : Decode(text[at..end])));
            at = end + endLine.Length;
        }

        return found;
    }

    /// <summary>The DER of every object with one of these labels; null where its base64 is damaged.</summary>
    public IReadOnlyList<byte[]?> Of(params ReadOnlySpan<string> labels)
    {
        var objects = new List<byte[]?>();
        foreach (var (label, der) in _objects)
        {
            if (labels.Contains(label))
            {
                objects.Add(der);
            }
        }

        return objects;
    }

    /// <summary>The first object with one of these labels; a text that has none is refused, saying what it holds instead.</summary>
    /// <param name="text">At most <see cref="MaxLength"/> characters.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="what">"certificate": the words of the refusal.</param>
    /// <param name="labels">The first one is named in the refusal.</param>
    /// <returns>The DER, and the whole text for what else it holds.</returns>
    /// <exception cref="PkiException"><paramref name="code"/>.</exception>
    public static (byte[] Der, PemText Text) ReadFirst(string text, string code, string what, params ReadOnlySpan<string> labels)
    {
        if (text.Length > MaxLength)
        {
            throw new PkiException(code, $"The text is longer than {MaxLength} characters.");
        }

        var pem = Read(text);
        return pem.Of(labels) switch
        {
            [{ } der, ..] => (der, pem),
            [null, ..] => throw new PkiException(code, $"The {what} between -----BEGIN {labels[0]}----- and its end line is not base64."),
            _ => throw new PkiException(code, pem.WhatIsMissing(what, labels)),
        };
    }

    private string WhatIsMissing(string what, ReadOnlySpan<string> labels)
    {
        if (Unfinished is { } cut && labels.Contains(cut))
        {
            return $"The {what} has no end: the line -----END {cut}----- is missing.";
        }

        var others = string.Join(", ", Labels.Select(label => new string([.. label.Where(char.IsAscii)])).Distinct().Take(4));
        return $"This is not a {what} in PEM: it should hold -----BEGIN {labels[0]}-----.{(others.Length == 0 ? "" : $" It holds {others}.")}"
            + (labels[0] == Pem.Certificate && Labels.Contains("PKCS7") ? " openssl pkcs7 -print_certs takes the certificates out." : "");
    }

    /// <summary>Base64 with any white space in it; JSON writes line ends as backslash and letter.</summary>
    private static byte[]? Decode(string body)
    {
        var text = body.Contains('\\', StringComparison.Ordinal) ? body.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal) : body;
        var octets = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : null;
    }
}
