namespace FleetPortal.Pki.Text;

/// <summary>
/// A text with PEM objects (RFC 7468), as people copy it: with a byte order mark, CRLF, other text or other objects around it, a full
/// chain, or JSON with escaped line ends (AWS CLI). Private keys are only detected; their octets are neither decoded nor kept.
/// </summary>
public sealed class PemText
{
    /// <summary>
    /// The maximum length in characters: enough for a chain of ten RSA 4096 certificates with the output of <c>openssl -text</c>.
    /// </summary>
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

    /// <summary>The label of an object without its end line; null for none.</summary>
    public string? Unfinished { get; private set; }

    /// <summary>
    /// Returns sentences for the sender about content that was not used: a private key, which should not have left its device, and
    /// certificates after the first. Usually empty.
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
            notes.Add("The text also contained a private key. The portal ignored it and stored nothing of it. If other people can read "
                + "the source of the text, make a new key.");
        }

        if (pem.Of(Pem.Certificate, Pem.OldCertificate).Count is > 1 and var count)
        {
            notes.Add($"The text contained {count} certificates. The portal used the first one as that of the device.");
        }

        return notes;
    }

    /// <summary>The labels of the objects, in the order of the text.</summary>
    public IEnumerable<string> Labels => _objects.Select(one => one.Label);

    /// <summary>Returns whether a text contains the beginning of a PEM object.</summary>
    public static bool IsPem(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains(Begin, StringComparison.Ordinal);
    }

    /// <summary>Finds every object. Only the first <see cref="MaxLength"/> characters are read.</summary>
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

    /// <summary>Returns the DER of every object with one of these labels; null for an object whose base64 is damaged.</summary>
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

    /// <summary>
    /// Returns the first object with one of these labels. The error for a text without one lists the labels that it contains.
    /// </summary>
    /// <param name="text">The text, at most <see cref="MaxLength"/> characters.</param>
    /// <param name="code">The code of the error.</param>
    /// <param name="what">The name of the object in the error message, such as "certificate".</param>
    /// <param name="labels">The accepted labels. The error message names the first one.</param>
    /// <returns>The DER of the object, and the whole text with its other objects.</returns>
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
        return $"This is not a {what} in PEM: it should contain -----BEGIN "
            + $"{labels[0]}-----.{(others.Length == 0 ? "" : $" It contains {others}.")}"
            + (labels[0] == Pem.Certificate && Labels.Contains("PKCS7")
                ? " Extract the certificates with openssl pkcs7 -print_certs." : "");
    }

    /// <summary>Decodes base64 with any white space. Line ends may be escaped as in JSON.</summary>
    private static byte[]? Decode(string body)
    {
        var text = body.Contains('\\', StringComparison.Ordinal)
            ? body.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal) : body;
        var octets = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : null;
    }
}
