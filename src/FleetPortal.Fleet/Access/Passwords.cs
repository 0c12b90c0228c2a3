using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// The rules for passwords, and their hashes: PBKDF2 with HMAC-SHA-512 and 210,000 iterations (OWASP Password Storage Cheat Sheet).
/// </summary>
public sealed class Passwords
{
    /// <summary>
    /// The shortest password, in characters. A minimum length protects better than rules about kinds of characters (NIST SP 800-63B
    /// §3.1.1.2).
    /// </summary>
    public const int MinLength = 12;

    /// <summary>The longest password, in characters, so that no request makes the portal hash megabytes.</summary>
    public const int MaxLength = 256;

    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Account _nobody = new();
    private readonly string _decoy;

    /// <summary>Makes the hash that a password is compared with if there is no account.</summary>
    public Passwords() => _decoy = _hasher.HashPassword(_nobody, Guid.NewGuid().ToString());

    /// <summary>Returns the fault of a password as a sentence, or null if the password is allowed.</summary>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="names">Names of the account. The password must not consist of one of them.</param>
    public static string? FaultOf(string? password, params IEnumerable<string?> names) => password switch
    {
        null or { Length: < MinLength } => $"A password has at least {MinLength} characters.",
        { Length: > MaxLength } => $"A password has at most {MaxLength} characters.",
        _ when CommonPasswords.Contains(password) =>
            "This password is easy to guess: it is common, or a simple pattern. Choose another one, such as four random words.",
        _ when names.Append("fleetportal").Any(name => name is { Length: >= 3 }
            && password.Replace(name, "", StringComparison.OrdinalIgnoreCase).Length < MinLength / 2) =>
            "This password is little more than a name. Choose another one, such as four random words.",
        _ => null,
    };

    internal string Hash(Account account, string password) => _hasher.HashPassword(account, password);

    /// <summary>Verifies a password. Takes the same time if the account does not exist, has no password, or has another one.</summary>
    internal PasswordVerificationResult Verify(Account? account, string password) =>
        _hasher.VerifyHashedPassword(account ?? _nobody, account?.PasswordHash ?? _decoy, password) is var result
            && account?.PasswordHash is not null
            ? result
            : PasswordVerificationResult.Failed;
}
