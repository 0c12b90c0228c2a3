using System.Security.Cryptography;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>
/// A registration code. The owner of an external authority puts it into a certificate to prove possession of the authority's private key.
/// </summary>
/// <param name="Code">The code: 40 hexadecimal digits.</param>
/// <param name="ExpiresAt">When the code expires. It works once.</param>
public sealed record RegistrationCode(string Code, DateTimeOffset ExpiresAt);

/// <summary>Adds and uses registration codes inside a transaction.</summary>
internal static class RegistrationCodes
{
    private const int Octets = 20;

    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    /// <summary>Adds a new random code.</summary>
    public static RegistrationCodeRecord Add(WriteScope scope, Actor actor)
    {
        var code = new RegistrationCodeRecord { Code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Octets)),
            CreatedBy = actor.Name, CreatedAt = scope.Now, ExpiresAt = scope.Now + Validity };
        scope.Db.Set<RegistrationCodeRecord>().Add(code);
        return code;
    }

    /// <summary>Marks a code as used.</summary>
    /// <exception cref="FleetError"><c>registration-code-invalid</c>: unknown, used or expired.</exception>
    public static void Use(WriteScope scope, string code)
    {
        if (scope.Db.Set<RegistrationCodeRecord>()
            .SingleOrDefault(x => x.Code == code && x.UsedAt == null && x.ExpiresAt > scope.Now) is not { } record)
        {
            throw new FleetError(FleetErrorKind.Refused, ExternalAuthorityErrors.CodeInvalid,
                "The registration code is unknown, used or expired. Make a new one, and a new verification certificate with it.");
        }

        record.UsedAt = scope.Now;
    }
}
