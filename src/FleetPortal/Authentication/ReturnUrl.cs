using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FleetPortal.Authentication;

/// <summary>Where somebody goes after signing in: a path of this portal, never another site.</summary>
public static class ReturnUrl
{
    private const string Home = "/";

    /// <summary>
    /// The path as a Location header may carry it, or <c>/</c> for anything that the framework does not take for local:
    /// another site, a control character (browsers drop tabs and line ends, so <c>/\t/evil.example</c> is <c>//evil.example</c>).
    /// </summary>
    public static string Of(string? url) => url is not null && RedirectHttpResult.IsLocalUrl(url) && url[0] == '/' ? Ascii(url) : Home;

    /// <summary>A header holds ASCII only: other characters are percent-encoded (RFC 3987 §3.1).</summary>
    private static string Ascii(string url) => url.All(char.IsAscii)
        ? url
        : url.EnumerateRunes().Aggregate(new StringBuilder(), (text, rune) => rune.IsAscii ? text.Append((char)rune.Value) : text.Append(Uri.EscapeDataString(rune.ToString()))).ToString();
}
