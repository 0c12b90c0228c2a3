using System.Buffers.Text;
using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>A token that was just made, with its secret. The secret is shown once.</summary>
public sealed record CreatedApiToken(ApiTokenView Token, string Secret);

/// <summary>Makes an API token. Its secret is returned once; the registry keeps the hash.</summary>
public sealed class CreateApiToken(Registry registry)
{
    /// <summary>The beginning of every token, so that secret scanners find leaked ones.</summary>
    public const string Prefix = "fp_";

    /// <summary>The default validity of a token, in days.</summary>
    public const int StandardDays = 90;

    /// <summary>The longest validity of a token, in days.</summary>
    public const int MaxDays = 3650;

    private const int SecretOctets = 32;
    private const int IdOctets = 8;
    private const int MaxName = 64;

    /// <summary>Makes a token. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <param name="name">What the token is for: 1 to 64 visible characters. Several tokens may have one name, so that a new one can
    /// replace an old one.</param>
    /// <param name="role">The role of the token; not above the role of the actor.</param>
    /// <param name="days">How long the token is valid, in days; null takes <see cref="StandardDays"/>.</param>
    /// <param name="actor">Who creates the token.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>token-invalid</c>, <c>token-outranks</c>, <c>forbidden</c>.</exception>
    public async Task<CreatedApiToken> ExecuteAsync(string name, Role role, int? days, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        Check(name, days);
        if (role > actor.CurrentRole)
        {
            throw new FleetError(FleetErrorKind.Forbidden, AccessErrors.TokenOutranks,
                $"Your role is {actor.CurrentRole.ToWire()}: a token that you create cannot be {role.ToWire()}.");
        }

        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretOctets));
        var token = await registry.WriteAsync(
            scope =>
            {
                var record = new ApiTokenRecord
                {
                    Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdOctets)),
                    Name = name,
                    Hash = ApiTokens.HashOf(secret),
                    Role = role,
                    CreatedBy = actor.Name,
                    CreatedAt = scope.Now,
                    ExpiresAt = scope.Now.AddDays(days ?? StandardDays),
                };
                scope.Db.Set<ApiTokenRecord>().Add(record);
                scope.Audit(actor, AccessActions.TokenCreated,
                    new AuditTarget(AuditTargets.Token, name), new { id = record.Id, role = role.ToWire(), expiresAt = record.ExpiresAt });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return ApiTokenView.Of(record);
            },
            cancellationToken);
        return new CreatedApiToken(token, secret);
    }

    private static void Check(string name, int? days)
    {
        var faults = new List<Fault>();
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName || NameRules.HasHiddenCharacters(name))
        {
            faults.Add(new Fault("name", $"A token's name has 1 to {MaxName} visible characters."));
        }

        if (days is < 1 or > MaxDays)
        {
            faults.Add(new Fault("expires", $"A token is valid for 1 to {MaxDays} days."));
        }

        if (faults.Count > 0)
        {
            throw new FleetError(AccessErrors.TokenInvalid, faults);
        }
    }
}
