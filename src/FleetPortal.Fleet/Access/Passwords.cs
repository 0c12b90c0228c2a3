using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FleetPortal.Fleet.Access;

/// <summary>Rules for passwords, and their hashes: PBKDF2 with HMAC-SHA-512 and 210,000 iterations (OWASP Password Storage Cheat Sheet).</summary>
public sealed class Passwords
{
    /// <summary>The shortest password. Length beats rules about characters (NIST SP 800-63B §3.1.1.2).</summary>
    public const int MinLength = 12;

    /// <summary>The longest password, so that nobody lets the portal hash megabytes.</summary>
    public const int MaxLength = 256;

    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly Account _nobody = new();
    private readonly string _decoy;

    /// <summary>Makes the hash that is compared where there is none.</summary>
    public Passwords() => _decoy = _hasher.HashPassword(_nobody, Guid.NewGuid().ToString());

    /// <summary>What is wrong with a password, or null.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="names">Names of the account, which the password must not be made of.</param>
    public static string? FaultOf(string? password, params IEnumerable<string?> names) => password switch
    {
        null or { Length: < MinLength } => $"A password has at least {MinLength} characters.",
        { Length: > MaxLength } => $"A password has at most {MaxLength} characters.",
        _ when CommonPasswords.Contains(password) => "This password is easy to guess: it is common, or a simple pattern. Take another, such as four random words.",
        _ when names.Append("fleetportal").Any(name => name is { Length: >= 3 } && password.Replace(name, "", StringComparison.OrdinalIgnoreCase).Length < MinLength / 2) =>
            "This password is little more than a name. Take another, such as four random words.",
        _ => null,
    };

    internal string Hash(Account account, string password) => _hasher.HashPassword(account, password);

    /// <summary>Takes the same time whether there is an account, whether it has a password, and whether it is right.</summary>
    internal PasswordVerificationResult Verify(Account? account, string password) =>
        _hasher.VerifyHashedPassword(account ?? _nobody, account?.PasswordHash ?? _decoy, password) is var result && account?.PasswordHash is not null
            ? result
            : PasswordVerificationResult.Failed;
}
