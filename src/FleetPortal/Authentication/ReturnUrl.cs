using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FleetPortal.Authentication;

/// <summary>Checks the address to which the browser returns after a sign-in. It is always a path of this portal.</summary>
public static class ReturnUrl
{
    private const string Home = "/";

    /// <summary>
    /// Returns the path, encoded for a Location header, or <c>/</c> if it is not local. An address with a control character is not local:
    /// browsers drop tabs and line ends, so <c>/\t/evil.example</c> means <c>//evil.example</c>.
    /// </summary>
    public static string Of(string? url) => url is not null && RedirectHttpResult.IsLocalUrl(url) && url[0] == '/' ? Ascii(url) : Home;

    /// <summary>Percent-encodes all characters outside ASCII (RFC 3987 §3.1), because a header may hold ASCII only.</summary>
    private static string Ascii(string url) => url.All(char.IsAscii)
        ? url
        : url.EnumerateRunes().Aggregate(new StringBuilder(),
            (text, rune) => rune.IsAscii ? text.Append((char)rune.Value) : text.Append(Uri.EscapeDataString(rune.ToString()))).ToString();
}
