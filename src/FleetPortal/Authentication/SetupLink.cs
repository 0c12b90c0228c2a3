using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Authentication;

/// <summary>
/// The one-time link with which the first administrator sets a password. It lives in memory: each start prints a new
/// one until an administrator exists, and using it ends it.
/// </summary>
public sealed class SetupLink
{
    private const int SecretOctets = 24;

    private string? _secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));

    /// <summary>Path and query of the link, or null once it was used.</summary>
    public string? Path => _secret is { } secret ? $"/setup?token={secret}" : null;

    /// <summary>Whether this is the secret; compared in constant time.</summary>
    public bool Matches(string? secret) =>
        _secret is { } expected && secret is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(secret));

    /// <summary>The link is used up.</summary>
    public void Close() => _secret = null;
}
