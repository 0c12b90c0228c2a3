using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Authentication;

/// <summary>
/// The one-time link with which the first administrator sets a name and a password. Its secret is kept in memory only. Each start creates a
/// new link until an administrator exists.
/// </summary>
public sealed class SetupLink
{
    private const int SecretOctets = 24;

    private string? _secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));

    /// <summary>The path and query of the link; null after the link was used or closed.</summary>
    public string? Path => _secret is { } secret ? $"/setup?token={secret}" : null;

    /// <summary>Returns whether a value equals the secret of the link. The comparison takes constant time.</summary>
    public bool Matches(string? secret) =>
        _secret is { } expected && secret is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(secret));

    /// <summary>Makes the link invalid.</summary>
    public void Close() => _secret = null;
}
