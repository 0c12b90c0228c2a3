using System.Text;

namespace FleetPortal.Slices.Enrolment;

/// <summary>The credentials of HTTP Basic (RFC 7617): a ThingName and its enrolment token.</summary>
internal sealed record BasicCredentials(string Name, string Secret)
{
    private const string Prefix = "Basic ";
    private const int MaxLength = 512;

    /// <summary>Reads the Authorization header. Returns null if it is missing, malformed or too long.</summary>
    public static BasicCredentials? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var octets = new byte[MaxLength];
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[Prefix.Length..].Trim(), octets, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(octets, 0, length).Split(':');

        // A ThingName can contain colons, a token cannot.
        return parts.Length < 2 ? null : new BasicCredentials(string.Join(':', parts[..^1]), parts[^1]);
    }
}
