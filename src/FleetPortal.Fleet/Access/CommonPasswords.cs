namespace FleetPortal.Fleet.Access;

/// <summary>
/// The passwords that attackers try first (OWASP ASVS 5.0 §6.2.4). The list is part of the program, so no password leaves the machine to be
/// checked.
/// </summary>
internal static class CommonPasswords
{
    private const int MinPart = 4;
    private static readonly Lazy<HashSet<string>> List = new(Read);

    /// <summary>
    /// Whether a password is on the list, or consists of two entries of the list: <c>passwordpassword</c>, <c>qwerty123456</c>. Upper and
    /// lower case are equal. Digits and signs at the end are ignored. Repetitions and sequences of characters also count as common.
    /// </summary>
    public static bool Contains(string password)
    {
        var text = password.ToLowerInvariant();
        return IsKnown(text) || IsKnown(text.TrimEnd("0123456789!?.#*+-_ ".ToCharArray())) || IsRepetition(text) || IsSequence(text);
    }

    private static bool IsKnown(string text)
    {
        if (text.Length < MinPart)
        {
            return text.Length > 0;
        }

        return List.Value.Contains(text)
            || Enumerable.Range(MinPart, Math.Max(0, text.Length - (2 * MinPart) + 1))
                .Any(at => List.Value.Contains(text[..at]) && List.Value.Contains(text[at..]));
    }

    /// <summary>Whether one part of at most six characters repeats: <c>abcabcabcabc</c>.</summary>
    private static bool IsRepetition(string text) =>
        Enumerable.Range(1, Math.Min(6, text.Length / 2))
            .Any(length => Enumerable.Range(length, text.Length - length).All(i => text[i] == text[i - length]));

    /// <summary>
    /// Whether each character follows the previous one, with at most one exception: <c>abcdefghijkl</c>, <c>987654321098</c>.
    /// </summary>
    private static bool IsSequence(string text)
    {
        var steps = text.Zip(text.Skip(1), (one, next) => next - one).ToList();
        return steps.Count(step => Math.Abs(step) is 1 or 9) >= steps.Count - 1;
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream("FleetPortal.Fleet.Access.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var list = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                list.Add(line);
            }
        }

        return list;
    }
}
