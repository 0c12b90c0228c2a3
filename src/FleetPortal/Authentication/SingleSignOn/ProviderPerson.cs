using System.Globalization;
using System.Security.Claims;
using System.Text;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>A person as the identity provider describes them.</summary>
/// <param name="Id">Issuer, <c>#</c> and subject. Only these two claims together are unique and stable (OpenID Connect Core §5.7).</param>
/// <param name="Name">The name to show. It identifies nobody: people can choose any name at the provider.</param>
internal sealed record ProviderPerson(string Id, string Name)
{
    // OpenID Connect Core §2: a subject has at most 255 characters.
    private const int MaxSubject = 255;
    private const int MaxName = 100;

    /// <summary>
    /// Reads the person from the claims of a validated ID token. Returns null if the issuer or a usable subject is missing.
    /// </summary>
    public static ProviderPerson? Find(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue("iss") is not { Length: > 0 } issuer
            || principal.FindFirstValue("sub") is not { Length: > 0 and <= MaxSubject } subject || subject.Any(char.IsControl))
        {
            return null;
        }

        var name = Shown(principal.FindFirstValue("name"));
        name = name.Length > 0 ? name : Shown(principal.FindFirstValue("preferred_username"));
        return new ProviderPerson($"{issuer}#{subject}", name.Length > 0 ? name : subject);
    }

    /// <summary>Removes control characters, direction marks and other invisible characters, and cuts the name to 100 characters.</summary>
    private static string Shown(string? name)
    {
        var text = new StringBuilder();
        foreach (var rune in (name ?? "").EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > MaxName)
            {
                break;
            }

            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
                or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                text.Append(rune);
            }
        }

        return text.ToString().Trim();
    }
}
